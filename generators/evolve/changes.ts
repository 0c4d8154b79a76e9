import type { PlannedFile } from "../plan/plan.ts";

/** What is to happen to a service that exists. */
export interface Changes {
  /** Files that are new, or get other content; sorted. */
  readonly write: readonly PlannedFile[];
  /** Generated files that are no longer made; sorted. */
  readonly remove: readonly string[];
  /** What is left to the user. */
  readonly notes: readonly Note[];
}

/** A place in the user's code, and what is to do there. */
export interface Note {
  readonly path: string;
  /** From 1; null for the whole file. */
  readonly line: number | null;
  readonly text: string;
}

export function printNote({ path, line, text }: Note): string {
  return `${path}${line === null ? "" : `:${line}`}: ${text}`;
}
