import { parseArgs } from "node:util";
import type { UserError } from "../error.ts";
import { didYouMean, nearest } from "./did-you-mean.ts";
import type { Flag } from "./flag.ts";
import { usageError } from "./usage-error.ts";

/** A parsed command line. */
export interface Parsed<Name extends string = string> {
  /** The values of each flag in the order given; a switch has an empty list. */
  readonly flags: ReadonlyMap<Name, readonly string[]>;
  readonly positionals: readonly string[];
}

/** Parses the command line with node:util and reports mistakes in our own words. `-h` is the only short flag. */
export function parseFlags<Name extends string>(
  argv: readonly string[],
  known: readonly Flag<Name>[],
): Parsed<Name> {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      known.map(({ name, value }) => [name, { type: value === null ? "boolean" : "string" }] as const),
    ),
  });
  const flags = new Map<Name, readonly string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = known.find(
      ({ name }) => token.rawName === `--${name}` || (token.rawName === "-h" && name === "help"),
    );
    if (!flag) throw unknownFlag(token.rawName, known);
    if (flag.value === null) {
      if (token.value !== undefined)
        throw usageError({ code: "flag-value", message: `--${flag.name} takes no value` });
      flags.set(flag.name, []);
      continue;
    }
    const { value, inlineValue } = token;
    if (value === undefined || (!inlineValue && value.startsWith("-") && value !== "-")) throw noValue(flag);
    const before = flags.get(flag.name) ?? [];
    if (before.length > 0 && !flag.repeatable)
      throw usageError({
        code: "flag-twice",
        message: `--${flag.name} is given twice`,
        hint: "it takes one value",
      });
    flags.set(flag.name, [...before, value]);
  }
  return { flags, positionals };
}

function unknownFlag(typed: string, known: readonly Flag[]): UserError {
  const names = known.map(({ name }) => name);
  const word = typed.replace(/^-+/, "");
  const meant = nearest(word, names) ?? nearest(`no-${word}`, names);
  const hint = didYouMean(meant && `--${meant}`, "--help lists them all");
  return usageError({ code: "unknown-flag", message: `unknown flag ${typed}`, hint });
}

function noValue({ name, value }: Flag): UserError {
  return usageError({
    code: "flag-value",
    message: `--${name} needs a value`,
    hint: `--${name} <${value}>; if it begins with a dash, --${name}=<${value}>`,
  });
}
