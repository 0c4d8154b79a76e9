import { asObject, asText, asTexts, below, type Place } from "../files/json-shape.ts";
import type { ServiceOption } from "./option.ts";
import type { optionTable } from "./option-table.ts";
import { type LayerOption, layerOptions, type OptionName, options } from "./options.ts";
import { recordOf } from "./record-of.ts";

type Kept = Exclude<(typeof optionTable)[number], { decides: "place" }>;

/**
 * The validated answers: the only input of a plan apart from the IDL and the preset. An option that takes several
 * values has a list. `idl` is `["sample"]`, or paths as the user typed them; in a lock, paths in the service. `preset`
 * is `name@version`, or null.
 */
export type Answers = {
  readonly [Row in Kept as Row["name"]]: Row extends { decides: "preset" }
    ? string | null
    : Row extends { repeatable: true }
      ? readonly string[]
      : string;
};

type Answer = string | readonly string[] | null;

/** The options of the answers in the order of a lock: who the service is, what it consists of, and its preset. */
const kept: readonly ServiceOption<OptionName>[] = [
  ...options.filter(({ decides }) => decides === "identity"),
  ...options.filter(({ decides }) => decides === "layers" || decides === "api"),
  ...options.filter(({ decides }) => decides === "preset"),
];

/** Builds answers in their fixed order. */
export function buildAnswers(of: (option: ServiceOption<OptionName>) => Answer): Answers {
  const answers = Object.fromEntries(kept.map((option) => [option.name, of(option)]));
  if (isAnswers(answers)) return answers;
  throw new Error("an answer of the wrong kind");
}

function isAnswers(answers: Readonly<Record<string, unknown>>): answers is Answers {
  return kept.every(({ name, decides, repeatable }) => {
    const answer = answers[name];
    if (decides === "preset" && answer === null) return true;
    return repeatable ? Array.isArray(answer) : typeof answer === "string";
  });
}

/** The same answers with their keys in the fixed order. */
export function orderAnswers(answers: Answers): Answers {
  const given: Readonly<Record<string, Answer>> = answers;
  return buildAnswers(({ name }) => given[name] ?? null);
}

/** Answers that choose nothing, to start from. */
export const noAnswers: Answers = buildAnswers(({ decides, repeatable }) => {
  if (decides === "preset") return null;
  return repeatable ? [] : "none";
});

/** Reads the answers of a lock. */
export function readAnswers(value: unknown, place: Place): Answers {
  const json = asObject(
    value,
    place,
    kept.map(({ name }) => name),
  );
  return buildAnswers(({ name, decides, repeatable }) => {
    const at = below(place, name);
    if (decides === "preset" && json[name] === null) return null;
    return repeatable ? asTexts(json[name], at) : asText(json[name], at);
  });
}

/** The answers that are facts. */
export function answeredFacts(answers: Answers): Readonly<Record<LayerOption, readonly string[]>> {
  return recordOf(layerOptions, (name) => [answers[name]].flat());
}
