import type { PlannedFile } from "../plan/plan.ts";

/** The changes to be made to an existing service. */
export interface Changes {
  /** Files that are new or whose content changes; sorted. */
  readonly write: readonly PlannedFile[];
  /** Generated files that are no longer generated; sorted. */
  readonly remove: readonly string[];
  /** What the user has to do. */
  readonly notes: readonly Note[];
}

/** A place in the user's code and what to do there. */
export interface Note {
  readonly path: string;
  /** The line, from 1; null for the whole file. */
  readonly line: number | null;
  readonly text: string;
}

/** Prints a note as `path:line: text`. */
export function printNote({ path, line, text }: Note): string {
  return `${path}${line === null ? "" : `:${line}`}: ${text}`;
}
