import { exitStatus } from "../../error.ts";
import { choiceValues, choiceWords } from "../../options/choice-words.ts";
import { didYouMean, nearest } from "../../options/did-you-mean.ts";
import { listSubjects } from "../../options/list-subjects.ts";
import type { Catalogue, Choice } from "../../options/option.ts";
import { options } from "../../options/options.ts";
import { usageError } from "../../options/usage-error.ts";
import { builtinCatalogue } from "../builtin-catalogue.ts";
import type { CommandInput } from "../command-input.ts";
import { toJson } from "../terminal/to-json.ts";

interface Subject {
  readonly rows: (catalogue: Catalogue) => readonly (readonly [string, string])[];
  readonly data: (catalogue: Catalogue) => readonly object[];
}

const plain = (choices: (catalogue: Catalogue) => readonly Choice[]): Subject => ({
  rows: (catalogue) => choices(catalogue).map(({ value, description }) => [value, description]),
  data: (catalogue) => choices(catalogue).map(({ value, description }) => ({ name: value, description })),
});

const frameworks: Subject = {
  rows: (catalogue) =>
    catalogue.frameworks.map(({ value, title, protocols, description }) => [
      value,
      `${title} (${protocols.map((protocol) => protocol.value).join(", ")}): ${description}`,
    ]),
  data: (catalogue) =>
    catalogue.frameworks.map(({ value, title, description, protocols }) => ({
      name: value,
      title,
      description,
      protocols: protocols.map(({ value: name, idl, ports }) => ({ name, idl, ports })),
    })),
};

const allOptions: Subject = {
  rows: (catalogue) =>
    options.map((option) => {
      const choices = choiceWords(option, catalogue);
      return [option.name, `${option.summary}; default: ${option.fallback.text}${choices && `; ${choices}`}`];
    }),
  data: (catalogue) =>
    options.map((option) => ({
      name: option.name,
      summary: option.summary,
      value: option.value,
      repeatable: option.repeatable,
      default: option.fallback.text,
      open: option.open,
      choices: choiceValues(option, catalogue),
    })),
};

function subjectOf(name: string): Subject {
  if (name === "frameworks") return frameworks;
  if (name === "options") return allOptions;
  if (name === "presets") return plain(({ presets }) => presets);
  const option = options.find(({ offeredAs }) => offeredAs === name);
  return plain(({ offers }) => (option && offers[option.name]) ?? []);
}

/** Prints the available choices. */
export async function run({ world, parts, parsed }: CommandInput): Promise<number> {
  const [wanted, extra] = parsed.positionals;
  const chosen = listSubjects.filter((name) => wanted === undefined || name === wanted);
  if (chosen.length === 0 || extra !== undefined) throw unknownSubject(extra ?? wanted ?? "");
  const catalogue = await builtinCatalogue(parts);
  if (parsed.flags.has("json")) {
    world.stdout.write(
      toJson(Object.fromEntries(chosen.map((name) => [name, subjectOf(name).data(catalogue)]))),
    );
    return exitStatus.done;
  }
  const blocks = chosen.map((name) => {
    const table = printRows(subjectOf(name).rows(catalogue));
    return wanted === undefined ? `${name}\n${table}` : table;
  });
  world.stdout.write(blocks.join("\n"));
  return exitStatus.done;
}

function printRows(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join("");
}

function unknownSubject(word: string): Error {
  const meant = nearest(word, listSubjects);
  const hint = `one of ${listSubjects.join(", ")}`;
  return usageError({
    code: "unknown-list",
    message: `there is no list of ${JSON.stringify(word)}`,
    hint: didYouMean(meant, hint),
  });
}
