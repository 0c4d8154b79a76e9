import { checkAnswer } from "./check-answer.ts";
import type { Catalogue, Choice, Option, Problem, Scope, Values } from "./option.ts";
import { options } from "./options.ts";
import type { PresetRules } from "./preset-rules.ts";
import { usageError } from "./usage-error.ts";

/** The given answers, and where each comes from if not from the command line, for messages. */
export interface Given {
  readonly values: Values;
  readonly from: Readonly<Record<string, string>>;
}

/** A question about an answer that was not given. */
export interface Question {
  readonly option: Option;
  readonly scope: Scope;
  readonly choices: readonly Choice[] | null;
  /** The default; empty when there is none. */
  readonly fallback: readonly string[];
  /** Whether the default applies only with `--yes`. */
  readonly onlyYes: boolean;
  check(values: readonly string[]): Problem | undefined;
}
export type Ask = (question: Question) => readonly string[] | Promise<readonly string[]>;

interface SettleSources<R extends PresetRules> {
  readonly given: Given;
  readonly catalogue: Catalogue;
  readonly here: string;
  readonly ask: Ask;
  readonly rulesOf: (preset: string) => Promise<R>;
}

export interface Settled<R extends PresetRules = PresetRules> {
  /** Every option has a value, which may be an empty list. */
  readonly values: Values;
  readonly rules: R | null;
}

/**
 * Settles the options in order. A value is the locked one, else the given one, else the answer to a question or the
 * default. The result is complete and legal.
 */
export async function settle<R extends PresetRules>(sources: SettleSources<R>): Promise<Settled<R>> {
  const { given, catalogue, here, ask, rulesOf } = sources;
  let rules: R | null = null;
  let values: Values = given.values;
  for (const option of options) {
    const scope: Scope = { values, catalogue: rules?.catalogue ?? catalogue, here };
    const answer = await settleOne({ option, scope, given, rules, ask });
    values = { ...values, [option.name]: answer };
    const [preset] = answer;
    if (option.name === "preset" && preset !== undefined && preset !== "none") rules = await rulesOf(preset);
  }
  return { values, rules };
}

interface One extends Pick<SettleSources<PresetRules>, "given" | "ask"> {
  readonly option: Option;
  readonly scope: Scope;
  readonly rules: PresetRules | null;
}

async function settleOne({ option, scope, given, rules, ask }: One): Promise<readonly string[]> {
  const { name } = option;
  const chosen = given.values[name];
  const lock = rules?.locked[name];
  const allowed = rules?.allowed[name];
  const choices = option.choices(scope)?.filter(({ value }) => allowed?.includes(value) ?? true) ?? null;
  const check = (values: readonly string[]) => checkAnswer({ option, scope, choices, rules }, values);
  const legal = (values: readonly string[], from: string | undefined) => {
    const problem = check(values);
    if (problem) throw usageError(problem, from);
    return values;
  };
  if (rules && lock) {
    if (chosen !== undefined && chosen.join("\n") !== lock.values.join("\n")) {
      throw usageError({
        code: "locked",
        message: `${name} is locked to ${lock.values.join(", ") || "none"} by the preset ${rules.name}: ${lock.reason}`,
        hint: `leave --${name} out, or choose another preset`,
      });
    }
    return legal(lock.values, rules.name);
  }
  if (chosen !== undefined) return legal(chosen, given.from[name]);
  const preset = rules?.defaults[name];
  const own = allowedFallback(
    option.fallback.of(scope, option.choices(scope) ?? []),
    option.open ? null : choices,
  );
  const question: Question = {
    option,
    scope,
    choices,
    fallback: preset ?? (own === undefined ? [] : [own]),
    onlyYes: preset === undefined && option.fallback.onlyYes,
    check,
  };
  const worth = option.when(scope) && (choices === null || choices.length > 1);
  return legal(worth ? await ask(question) : question.fallback, preset && rules?.name);
}

/** The default, or the first allowed choice if the preset does not allow the default. */
function allowedFallback(
  fallback: string | undefined,
  choices: readonly Choice[] | null,
): string | undefined {
  if (choices === null || choices.some(({ value }) => value === fallback)) return fallback;
  return choices[0]?.value;
}
