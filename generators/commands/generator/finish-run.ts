import type { CommandInput } from "../command-input.ts";
import { isPreview } from "../is-preview.ts";
import type { Proposed } from "./generator.ts";

/** Prints what a command would write, or writes it and prints the result. */
export async function finishRun({ parsed }: Pick<CommandInput, "parsed">, proposed: Proposed): Promise<void> {
  if (isPreview(parsed)) {
    proposed.preview();
    return;
  }
  const applied = await proposed.apply();
  applied.report();
}
