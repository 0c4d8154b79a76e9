import type { CommandInput } from "./command-input.ts";

/** Whether the run only shows what it would do and writes nothing. */
export function isPreview({ flags }: CommandInput["parsed"]): boolean {
  return flags.has("dry-run") || flags.has("diff");
}
