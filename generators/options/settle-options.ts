import { checkAnswer } from "./check-answer.ts";
import type { Choice, Option, Problem, Values } from "./option.ts";
import type { PresetRules } from "./preset-rules.ts";
import { usageError } from "./usage-error.ts";

/** The given answers, and where each comes from if not from the command line, for messages. */
export interface Given {
  readonly values: Values;
  readonly from: Readonly<Record<string, string>>;
}

/** A question about an answer that was not given. */
export interface Question {
  readonly option: Omit<Option, "fallback" | "choices" | "when" | "check">;
  readonly choices: readonly Choice[] | null;
  /** The default; empty when there is none. */
  readonly fallback: readonly string[];
  /** Whether the default applies only with `--yes`. */
  readonly onlyYes: boolean;
  check(values: readonly string[]): Problem | undefined;
}
/** Answers a question: a prompt, or a rule for runs without one. */
export type Ask = (question: Question) => readonly string[] | Promise<readonly string[]>;

/** What an option is settled by beside what was given. */
interface Circumstances<S> {
  readonly scope: S;
  readonly rules: PresetRules | null;
}

interface OptionSources<S> {
  readonly options: readonly Option<S>[];
  readonly given: Given;
  readonly ask: Ask;
  /** Called before each option, with the answers so far. */
  circumstances(values: Values): Circumstances<S>;
  /** Called after each option. */
  settled?(option: Option<S>, answer: readonly string[]): Promise<void>;
}

/**
 * Settles options in order. A value is the locked one, else the given one, else the answer to a question or the default.
 * The result has a value for each option, which may be an empty list, and is legal.
 */
export async function settleOptions<S extends { readonly values: Values }>({
  options,
  given,
  ask,
  circumstances,
  settled,
}: OptionSources<S>): Promise<Values> {
  let values = given.values;
  for (const option of options) {
    const answer = await settleOne({ ...circumstances(values), option, given, ask });
    values = { ...values, [option.name]: answer };
    await settled?.(option, answer);
  }
  return values;
}

interface One<S> extends Circumstances<S>, Pick<OptionSources<S>, "given" | "ask"> {
  readonly option: Option<S>;
}

async function settleOne<S extends { readonly values: Values }>({
  option,
  scope,
  given,
  rules,
  ask,
}: One<S>): Promise<readonly string[]> {
  const { name } = option;
  const chosen = given.values[name];
  const lock = rules?.locked[name];
  const allowed = rules?.allowed[name];
  const all = option.choices(scope);
  const choices = all?.filter(({ value }) => allowed?.includes(value) ?? true) ?? null;
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
  const own = allowedFallback(option.fallback.of(scope, all ?? []), option.open ? null : choices);
  const question: Question = {
    option,
    choices,
    fallback: preset ?? (own === undefined ? [] : [own]),
    onlyYes: preset === undefined && option.fallback.onlyYes,
    check,
  };
  const worth = option.when(scope) && (choices === null || choices.length > 1);
  const unanswered = worth || question.fallback.length === 0;
  return legal(unanswered ? await ask(question) : question.fallback, preset && rules?.name);
}

/** The default, or the first allowed choice if the preset does not allow the default. */
function allowedFallback(
  fallback: string | undefined,
  choices: readonly Choice[] | null,
): string | undefined {
  if (choices === null || choices.some(({ value }) => value === fallback)) return fallback;
  return choices[0]?.value;
}
