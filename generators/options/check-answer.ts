import { didYouMean, nearest } from "./did-you-mean.ts";
import type { Choice, Option, Problem, Values } from "./option.ts";
import type { PresetRules } from "./preset-rules.ts";

interface Checked<S> {
  readonly option: Option<S>;
  readonly scope: S;
  readonly choices: readonly Choice[] | null;
  readonly rules: PresetRules | null;
}

/** Checks one answer: the number of values, the option's own check, and the closed set of choices if there is one. */
export function checkAnswer<S extends { readonly values: Values }>(
  { option, scope, choices, rules }: Checked<S>,
  values: readonly string[],
): Problem | undefined {
  const { name } = option;
  const code = name;
  const mayBeNone = option.repeatable && choices?.some(({ value }) => value === "none");
  if (values.length === 0 && !mayBeNone) return { code, message: `no ${name}`, hint: `give --${name}` };
  if (values.length > 1 && !option.repeatable) return { code, message: `${name} takes one value` };
  const again = values.find((value, index) => values.indexOf(value) !== index);
  if (again !== undefined) return { code, message: `${name} has ${JSON.stringify(again)} twice` };
  const own = { ...scope, values: { ...scope.values, [name]: values } };
  for (const value of values) {
    const problem = option.check(value, own);
    if (problem) return problem;
    if (option.open || choices === null || choices.some((choice) => choice.value === value)) continue;
    const refused = rules?.allowed[name] && option.choices(scope)?.some((choice) => choice.value === value);
    return refused ? notAllowed({ name, value, rules, choices }) : unknownChoice({ name, value, choices });
  }
  return undefined;
}

function notAllowed({ name, value, rules, choices }: Pick<Checked<unknown>, "rules"> & Unknown): Problem {
  return {
    code: "not-allowed",
    message: `the preset ${rules?.name} does not allow ${name} "${value}"`,
    hint: `it allows ${words(choices)}`,
  };
}

interface Unknown {
  readonly name: string;
  readonly value: string;
  readonly choices: readonly Choice[];
}

function unknownChoice({ name, value, choices }: Unknown): Problem {
  const meant = nearest(
    value,
    choices.map((choice) => choice.value),
  );
  const all = `one of ${words(choices)}`;
  return {
    code: `unknown-${name}`,
    message: `unknown ${name} ${JSON.stringify(value)}`,
    hint: didYouMean(meant, all),
  };
}

function words(choices: readonly Choice[]): string {
  return choices.map(({ value }) => value).join(", ");
}
