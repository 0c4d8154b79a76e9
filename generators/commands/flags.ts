import type { AddOptionName } from "../evolve/add-generators.ts";
import { type Flag, optionFlags } from "../options/flag.ts";
import { type OptionName, options } from "../options/options.ts";

export const jsonFlag = flag("json", null, "print one JSON document on stdout");

const partialFlag = flag("partial", null, "accept methods that the protocol can't carry; they return 501");
const bufFlag = flag("buf", "path", "the buf binary to use");
const dryRunFlag = flag("dry-run", null, "print the plan, write nothing");
const diffFlag = flag("diff", null, "print what would change on the disk, write nothing");
const verboseFlag = flag("verbose", null, "report every file on stderr");

/** The flags of `new` that are not answers. */
export const runFlags = [
  flag("proto-path", "path", "a folder to search for imports of the IDL", true),
  partialFlag,
  bufFlag,
  flag("answers", "file", "take the answers from a JSON file, or from - for stdin"),
  flag("yes", null, "take the defaults, ask nothing"),
  flag("force", null, "overwrite existing files with other content"),
  dryRunFlag,
  diffFlag,
  jsonFlag,
  flag("no-git", null, "do not run git init"),
  verboseFlag,
] as const;

/** The flags of `new`. */
export const newFlags: readonly Flag<OptionName | (typeof runFlags)[number]["name"]>[] = [
  ...optionFlags(options),
  ...runFlags,
];

/** The flags of the commands that update an existing service. */
export const evolveFlags = [partialFlag, bufFlag, dryRunFlag, diffFlag, jsonFlag, verboseFlag] as const;

export const checkFlag = flag(
  "check",
  null,
  "for generate: write nothing, and exit with status 3 if anything would change",
);

export const globalFlags = [
  flag("version", null, "print the version"),
  flag("help", null, "print this text"),
] as const;

function flag<const Name extends string>(
  name: Name,
  value: string | null,
  summary: string,
  repeatable = false,
): Flag<Name> {
  return { name, value, summary, repeatable };
}

/** Every flag of the command line. */
export type FlagName =
  | OptionName
  | AddOptionName
  | (typeof runFlags | typeof globalFlags)[number]["name"]
  | (typeof checkFlag)["name"];
