import { exitStatus, UserError } from "../../error.ts";
import type { AddGenerator, Field, FieldScope, FieldValues } from "../../evolve/add-generator.ts";
import type { ServiceIdl } from "../../evolve/service-idl.ts";
import { didYouMean, nearest } from "../../options/did-you-mean.ts";
import type { Problem } from "../../options/option.ts";
import { usageError } from "../../options/usage-error.ts";
import type { Asker } from "../terminal/create-asker.ts";

interface FieldSources {
  readonly generator: AddGenerator;
  readonly idl: ServiceIdl;
  readonly given: FieldValues;
  /** Null when the run is not interactive. */
  readonly asker: Asker | null;
}

/**
 * Goes through the fields in order. A value is the one given, else the answer to a prompt, else the default; each is
 * checked.
 */
export async function settleFields({ generator, idl, given, asker }: FieldSources): Promise<FieldValues> {
  let values: FieldValues = given;
  for (const field of generator.fields) {
    const scope = { idl, values };
    const value = given[field.name] ?? (await answerFor(field, scope, asker, generator));
    const problem = checkField(field, value, scope);
    if (problem) throw usageError(problem);
    values = { ...values, [field.name]: value };
  }
  return values;
}

async function answerFor(
  field: Field,
  scope: FieldScope,
  asker: Asker | null,
  { name: generator, fields }: AddGenerator,
): Promise<string> {
  const fallback = field.fallback(scope);
  const choices = field.choices(scope);
  if (asker !== null) {
    const message = field.summary;
    if (choices === null)
      return asker.enter(message, { fallback, check: (text) => checkField(field, text, scope) });
    if (choices.length > 1) return asker.choose(message, choices, fallback);
  }
  if (fallback !== undefined) return fallback;
  const words = fields.filter(({ positional }) => positional).map(({ value }) => `<${value}>`);
  throw new UserError(`missing-${field.name}`, `missing ${field.name}: ${field.summary}`, {
    status: exitStatus.usage,
    hint: `gomicro ${generator} ${words.join(" ")}${choices === null ? "" : `; there are ${choices.map(({ value }) => value).join(", ")}`}`,
  });
}

/**
 * A service may be named without its package, so its choices are not a closed set: `check` and the lookup report a
 * wrong name.
 */
function checkField(field: Field, value: string, scope: FieldScope): Problem | undefined {
  const choices = field.positional ? null : field.choices(scope);
  if (choices !== null && !choices.some((choice) => choice.value === value)) {
    const names = choices.map((choice) => choice.value);
    const meant = nearest(value, names);
    return {
      code: `unknown-${field.name}`,
      message: `unknown ${field.name} ${JSON.stringify(value)}`,
      hint: didYouMean(meant, `one of ${names.join(", ")}`),
    };
  }
  return field.check(value, scope);
}
