import type { Catalogue, Choice, Option, Scope } from "./option.ts";

/** The choices as text: `docker, none`. Protocols depend on the framework: `a (x, y), b (x)`. */
export function choiceWords(option: Option, catalogue: Catalogue): string {
  const scope: Scope = { values: {}, catalogue, here: "" };
  const choices = option.choices(scope);
  if (choices === null) return "";
  if (choices.length > 0) return words(choices);
  return catalogue.frameworks
    .map(
      ({ value }) =>
        `${value} (${words(option.choices({ ...scope, values: { framework: [value] } }) ?? [])})`,
    )
    .join(", ");
}

function words(choices: readonly Choice[]): string {
  return choices.map(({ value }) => value).join(", ");
}

/** Every value that is legal in some scope, or null when any value is. */
export function choiceValues(option: Option, catalogue: Catalogue): readonly string[] | null {
  if (option.open) return null;
  const scopes = [{}, ...catalogue.frameworks.map(({ value }) => ({ framework: [value] }))];
  const choices = scopes.map((values) => option.choices({ values, catalogue, here: "" }));
  if (choices.some((list) => list === null)) return null;
  return [...new Set(choices.flatMap((list) => list ?? []).map(({ value }) => value))];
}
