import { UserError } from "../error.ts";

/** The place of a value, for messages: the file and the keys that lead to it. */
export interface Place {
  readonly code: string;
  readonly file: string;
  readonly key: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function parseJson(text: string, place: Place): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(place.code, `${place.file} is not JSON: ${reason}`, { cause });
  }
}

/** The place of an entry of an object or a list. */
export function below(place: Place, key: string): Place {
  return { ...place, key: place.key === "" ? key : `${place.key}.${key}` };
}

/** The error for a value of the wrong shape. */
export function wrong(place: Place, wanted: string): UserError {
  return new UserError(place.code, `${place.file}: ${place.key || "the document"} must be ${wanted}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object with no other keys than these. Without `keys`, any key is accepted. */
export function asObject(value: unknown, place: Place, keys?: readonly string[]): JsonObject {
  if (!isObject(value)) throw wrong(place, "an object");
  const unknown = keys && Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new UserError(place.code, `${place.file}: unknown key "${below(place, unknown).key}"`, {
      hint: `known keys: ${keys?.join(", ")}`,
    });
  }
  return value;
}

/** A text that is not empty. */
export function asText(value: unknown, place: Place): string {
  if (typeof value !== "string" || value === "") throw wrong(place, "a string that is not empty");
  return value;
}

/** A text that may be empty. */
export function asString(value: unknown, place: Place): string {
  if (typeof value !== "string") throw wrong(place, "a string");
  return value;
}

export function asBoolean(value: unknown, place: Place): boolean {
  if (typeof value !== "boolean") throw wrong(place, "true or false");
  return value;
}

export function asNumber(value: unknown, place: Place): number {
  if (typeof value !== "number") throw wrong(place, "a number");
  return value;
}

/** An object whose keys are data, such as paths. */
export function asRecord<T>(
  value: unknown,
  place: Place,
  entry: (value: unknown, place: Place) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(asObject(value, place));
  return Object.fromEntries(entries.map(([key, item]) => [key, entry(item, below(place, key))]));
}

export function asList<T>(
  value: unknown,
  place: Place,
  item: (value: unknown, place: Place) => T,
): readonly T[] {
  if (!Array.isArray(value)) throw wrong(place, "a list");
  return value.map((entry: unknown, index) => item(entry, below(place, String(index))));
}

export function asTexts(value: unknown, place: Place): readonly string[] {
  return asList(value, place, asText);
}

export function asOneOf<const T extends string>(value: unknown, place: Place, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw wrong(place, `one of ${choices.join(", ")}`);
  return found;
}
