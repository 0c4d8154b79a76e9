import type { Values } from "../../options/option.ts";
import { options } from "../../options/options.ts";
import type { CommandInput } from "../command-input.ts";
import { shellQuote } from "./shell-quote.ts";

interface RepeatSources {
  /** The words before the answers, such as `gomicro new`. */
  readonly command: readonly string[];
  readonly values: Values;
  readonly flags: CommandInput["parsed"]["flags"];
}

/**
 * The command that creates the same service again. It spells out every answer, so later changes of defaults don't
 * matter.
 */
export function repeatCommand({ command, values, flags }: RepeatSources): string {
  const answers = options.flatMap(({ name, decides, repeatable }) => {
    if (decides === "place") return [];
    const list = values[name] ?? [];
    const given = list.length === 0 && repeatable ? ["none"] : list;
    return given.flatMap((value) => flagWords(name, value));
  });
  const run = (["proto-path", "buf", "partial", "no-git"] as const).flatMap((name) => {
    const list = flags.get(name);
    if (list === undefined) return [];
    return list.length === 0 ? [`--${name}`] : list.flatMap((value) => flagWords(name, value));
  });
  return [...command, ...(values.dir ?? []), ...answers, ...run].map(shellQuote).join(" ");
}

function flagWords(name: string, value: string): readonly string[] {
  return value.startsWith("-") ? [`--${name}=${value}`] : [`--${name}`, value];
}
