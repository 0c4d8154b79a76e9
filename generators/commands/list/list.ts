import { exitStatus } from "../../error.ts";
import { choiceValues, choiceWords } from "../../options/choice-words.ts";
import { didYouMean, nearest } from "../../options/did-you-mean.ts";
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

/** The subjects that can be listed. */
export const subjects = {
  frameworks: {
    rows: ({ frameworks }) =>
      frameworks.map(({ value, title, protocols, description }) => [
        value,
        `${title} (${protocols.map((protocol) => protocol.value).join(", ")}): ${description}`,
      ]),
    data: ({ frameworks }) =>
      frameworks.map(({ value, title, description, protocols }) => ({
        name: value,
        title,
        description,
        protocols: protocols.map(({ value: name, idl, ports }) => ({ name, idl, ports })),
      })),
  },
  stores: plain(({ offers }) => offers.store),
  deploy: plain(({ offers }) => offers.deploy),
  ci: plain(({ offers }) => offers.ci),
  presets: plain(({ presets }) => presets),
  options: {
    rows: (catalogue) =>
      options.map((option) => {
        const choices = choiceWords(option, catalogue);
        return [
          option.name,
          `${option.summary}; default: ${option.fallback.text}${choices && `; ${choices}`}`,
        ];
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
  },
} as const satisfies Readonly<Record<string, Subject>>;

const names = Object.keys(subjects);

/** Prints the available choices. */
export async function run({ world, parts, parsed }: CommandInput): Promise<number> {
  const [wanted, extra] = parsed.positionals;
  const chosen = Object.entries(subjects).filter(([name]) => wanted === undefined || name === wanted);
  if (chosen.length === 0 || extra !== undefined) throw unknownSubject(extra ?? wanted ?? "");
  const catalogue = await builtinCatalogue(parts);
  if (parsed.flags.has("json")) {
    world.stdout.write(toJson(Object.fromEntries(chosen.map(([name, { data }]) => [name, data(catalogue)]))));
    return exitStatus.done;
  }
  const blocks = chosen.map(([name, { rows }]) => {
    const table = printRows(rows(catalogue));
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
  const meant = nearest(word, names);
  const hint = `one of ${names.join(", ")}`;
  return usageError({
    code: "unknown-list",
    message: `there is no list of ${JSON.stringify(word)}`,
    hint: didYouMean(meant, hint),
  });
}
