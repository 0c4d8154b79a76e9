import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { type Constraint, combine, type Mapped, mapRules } from "./constraint.ts";
import type { Schema } from "./schema.ts";

/** How numbers of a type are represented in JSON. */
export interface NumberKind {
  /** Whether they are strings, as 64-bit numbers are; bounds can't be expressed for those. */
  readonly text: boolean;
  /** Whether they are floats of 32 bits. */
  readonly single: boolean;
}

const bounds = {
  gt: "exclusiveMinimum",
  gte: "minimum",
  lt: "exclusiveMaximum",
  lte: "maximum",
} as const;

const names = ["gt", "gte", "lt", "lte"] as const satisfies readonly (keyof typeof bounds)[];

/** Maps the rules of a numeric type, such as `buf.validate.Int32Rules`. */
export function numberRules(type: string, values: JsonObject, kind: NumberKind): Constraint {
  const refusesZero = !inRange(0, values);
  const rest = mapRules(type, values, (name, value) =>
    rule({ name, value, kind, outside: isOutside(values) }),
  );
  const schemas = [rest.schema, ...(isOutside(values) && !kind.text ? [eitherSide(values, kind)] : [])];
  const zero = kind.text && refusesZero && !rest.refusesZero ? [{ not: { const: "0" } }] : [];
  return {
    ...rest,
    schema: combine([...schemas, ...zero]),
    refusesZero: refusesZero || rest.refusesZero,
  };
}

interface Rule {
  readonly name: string;
  readonly value: JsonValue;
  readonly kind: NumberKind;
  /** Whether the bounds exclude a range and are mapped together. */
  readonly outside: boolean;
}

function rule({ name, value, kind, outside }: Rule): Mapped | undefined {
  const written = (one: JsonValue) => (kind.text ? String(one) : shortest(Number(one), kind));
  const list = Array.isArray(value) ? value.filter(isNumber) : [];
  switch (name) {
    case "const":
      return isNumber(value) ? { schema: { const: written(value) }, refusesZero: Number(value) !== 0 } : {};
    case "in":
      if (list.length === 0) return { refusesZero: true };
      return { schema: { enum: list.map(written) }, refusesZero: !list.some((one) => Number(one) === 0) };
    case "not_in":
      if (list.length === 0) return {};
      return {
        schema: { not: { enum: list.map(written) } },
        refusesZero: list.some((one) => Number(one) === 0),
      };
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      if (outside) return kind.text ? {} : undefined;
      return kind.text || !isNumber(value)
        ? {}
        : { schema: { [bounds[name]]: shortest(Number(value), kind) } };
    // JSON has only finite numbers.
    case "finite":
      return undefined;
    default:
      return {};
  }
}

/** Whether the upper bound is below the lower one, in which case values outside the range are accepted. */
function isOutside(values: JsonObject): boolean {
  const lower = values.gt ?? values.gte;
  const upper = values.lt ?? values.lte;
  return lower !== undefined && upper !== undefined && compare(upper, lower) < 0;
}

/** Compares numbers exactly, including those of 64 bits. */
function compare(a: JsonValue, b: JsonValue): number {
  if (typeof a === "string" && typeof b === "string" && /^-?\d+$/.test(a) && /^-?\d+$/.test(b)) {
    return Number(BigInt(a) - BigInt(b));
  }
  return Number(a) - Number(b);
}

function eitherSide(values: JsonObject, kind: NumberKind): Schema {
  const sides = names.flatMap((name) => {
    const value = values[name];
    return value === undefined || !isNumber(value) ? [] : [{ [bounds[name]]: shortest(Number(value), kind) }];
  });
  return sides.length === 0 ? {} : { anyOf: sides };
}

function inRange(value: number, values: JsonObject): boolean {
  const { gt, gte, lt, lte } = values;
  const above = (gt === undefined || value > Number(gt)) && (gte === undefined || value >= Number(gte));
  const below = (lt === undefined || value < Number(lt)) && (lte === undefined || value <= Number(lte));
  return isOutside(values) ? above || below : above && below;
}

/** Whether a value is a number in JSON, where `NaN` and `Infinity` are strings. */
function isNumber(value: JsonValue): boolean {
  return Number.isFinite(Number(value));
}

/** The shortest decimal for a float of 32 bits: 0.1 instead of 0.10000000149011612. */
function shortest(value: number, { single }: NumberKind): number {
  if (!single) return value;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
