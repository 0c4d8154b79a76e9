import { choiceWords } from "../../options/choice-words.ts";
import type { Flag } from "../../options/flag.ts";
import { listSubjects } from "../../options/list-subjects.ts";
import type { Catalogue } from "../../options/option.ts";
import { options } from "../../options/options.ts";
import { checkFlag, globalFlags, runFlags } from "../flags.ts";

const usage = `Create a Go microservice that survives production: any framework, your own IDL.

  npm create gomicro@latest [dir] [-- flags]
  gomicro new [dir] [flags]
  gomicro generate [--check]                  updates the service in this folder after a change of its IDL in api/
  gomicro add rpc <Service> <Method> [flags]  adds a method to the IDL and the code
  gomicro add service <Service> [flags]
  gomicro list [${listSubjects.join("|")}] [--json]
  gomicro doctor [--json]
`;

/** The complete text of `--help`. `addFlags` are the flags of `add`. */
export function helpText(catalogue: Catalogue, addFlags: readonly Flag[]): string {
  const answers = options.map((option) => ({
    left: `--${option.name} <${option.value}>`,
    right: [`${described(option)} (default: ${option.fallback.text})`, choiceWords(option, catalogue)],
  }));
  const rows = [...runFlags, checkFlag, ...globalFlags].map(flagRow);
  const additions = addFlags.map(flagRow);
  const width = Math.max(...[...answers, ...rows].map(({ left }) => left.length)) + 2;
  const print = (row: Row) => printRow(row, width);
  return `${usage}
Answers; on a terminal, missing ones are asked for:
${answers.map(print).join("")}
Flags:
${rows.map(print).join("")}
Flags of add:
${additions.map(print).join("")}`;
}

interface Row {
  readonly left: string;
  /** Lines of text; empty ones are left out. */
  readonly right: readonly string[];
}

function flagRow(flag: Flag): Row {
  const { name, value } = flag;
  return { left: value === null ? `--${name}` : `--${name} <${value}>`, right: [described(flag)] };
}

function described({ summary, repeatable }: Pick<Flag, "summary" | "repeatable">): string {
  return repeatable ? `${summary}; repeatable` : summary;
}

function printRow({ left, right }: Row, width: number): string {
  const [first = "", ...rest] = right.filter((line) => line !== "");
  const indent = " ".repeat(width + 2);
  return [`  ${left.padEnd(width)}${first}`, ...rest.map((line) => `${indent}${line}`)]
    .join("\n")
    .concat("\n");
}
