import type { Option, Values } from "../../options/option.ts";
import type { CommandInput } from "../command-input.ts";
import type { FlagName } from "../flags.ts";

type Words = Pick<Option<never, FlagName>, "name" | "given">;

/** The answers that arguments and flags give. */
export function givenWords(
  options: readonly Words[],
  { flags, positionals }: CommandInput["parsed"],
): Values {
  const places = options.filter(({ given }) => given !== "flag");
  const entries = options.flatMap((option): (readonly [string, readonly string[]])[] => {
    const word = positionals[places.indexOf(option)];
    const values = word === undefined ? flags.get(option.name) : [word];
    return values === undefined ? [] : [[option.name, values]];
  });
  return Object.fromEntries(entries);
}
