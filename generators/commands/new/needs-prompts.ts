import { options } from "../../options/options.ts";
import type { Given } from "../../options/settle-options.ts";
import { builtinCatalogue } from "../builtin-catalogue.ts";
import type { CommandInput } from "../command-input.ts";
import { isInteractive } from "../terminal/is-interactive.ts";

/** Whether the run is interactive and an answer is missing. */
export async function needsPrompts(input: CommandInput, { values }: Given): Promise<boolean> {
  if (!isInteractive(input)) return false;
  const scope = { values, catalogue: await builtinCatalogue(input.parts), here: "" };
  return options.some((option) => values[option.name] === undefined && option.when(scope));
}
