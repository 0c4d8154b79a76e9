import { options } from "../../options/options.ts";
import { parseAnswersFile } from "../../options/parse-answers.ts";
import type { Given } from "../../options/settle-options.ts";
import { unexpectedArgument } from "../../options/unexpected-argument.ts";
import { usageError } from "../../options/usage-error.ts";
import type { CommandInput } from "../command-input.ts";
import { givenWords } from "../generator/given-words.ts";

/** The answers of the command line, which take precedence over those of the answers file. */
export function collectGiven(
  { flags, positionals }: CommandInput["parsed"],
  file: { readonly name: string; readonly text: string } | null,
): Given {
  const [dir, extra] = positionals;
  if (extra !== undefined) {
    throw unexpectedArgument(extra, `the folder is ${JSON.stringify(dir)}; everything else has a flag`);
  }
  if (dir !== undefined && flags.has("dir")) {
    throw usageError({
      code: "flag-twice",
      message: `the folder is given twice: ${dir} and --dir ${flags.get("dir")}`,
    });
  }
  const typed = givenWords(options, { flags, positionals });
  const answers = file === null ? { values: {}, from: {} } : parseAnswersFile(file.text, file.name);
  return {
    values: { ...answers.values, ...typed },
    from: Object.fromEntries(Object.entries(answers.from).filter(([name]) => typed[name] === undefined)),
  };
}
