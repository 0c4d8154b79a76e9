import { unexpectedArgument } from "../../options/unexpected-argument.ts";
import type { CommandInput } from "../command-input.ts";
import { finishEvolution } from "./finish-evolution.ts";
import { proposeEvolution } from "./propose-evolution.ts";

/**
 * Updates the service after a change of its IDL: generated code, stubs for new methods, and notes about what is left
 * to do.
 */
export async function run(input: CommandInput): Promise<number> {
  const [extra] = input.parsed.positionals;
  if (extra !== undefined) {
    throw unexpectedArgument(extra, "generate reads the IDL in api/ of the service in this folder");
  }
  return finishEvolution(input, await proposeEvolution(input, []));
}
