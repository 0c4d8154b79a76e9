import { didYouMean, nearest } from "./did-you-mean.ts";
import { type OptionName, optionNames, optionOf } from "./options.ts";
import type { Given } from "./settle-options.ts";
import { usageError } from "./usage-error.ts";

const keys = ["$schema", ...optionNames] as const;

/**
 * Reads an answers file: a JSON object with options as keys. An option that takes several values has a list. Every key
 * is optional.
 */
export function parseAnswersFile(text: string, file: string): Given {
  const entries = Object.entries(asObject(text, file)).filter(
    ([key, value]) => key !== "$schema" && value !== null,
  );
  const values = entries.map(([key, value]) => [optionName(key, file), asValues(key, value, file)] as const);
  return {
    values: Object.fromEntries(values),
    from: Object.fromEntries(values.map(([name]) => [name, file])),
  };
}

function asObject(text: string, file: string): object {
  const value = asJson(text, file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw usageError({ code: "answers", message: `${file} must contain one JSON object` });
}

function asJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError({ code: "answers", message: `${file} is not JSON: ${reason}` });
  }
}

function optionName(key: string, file: string): OptionName {
  const name = optionNames.find((known) => known === key);
  if (name !== undefined) return name;
  const meant = nearest(key, keys);
  throw usageError({
    code: "answers",
    message: `${file}: unknown key ${JSON.stringify(key)}`,
    hint: didYouMean(meant, `known keys: ${optionNames.join(", ")}`),
  });
}

function asValues(key: string, value: unknown, file: string): readonly string[] {
  if (typeof value === "string") return [value];
  const { repeatable } = optionOf(optionName(key, file));
  if (repeatable && Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw usageError({
    code: "answers",
    message: `${file}: ${key} must be ${repeatable ? "a string or a list of strings" : "a string"}`,
  });
}
