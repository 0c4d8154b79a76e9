import { type DescField, ScalarType } from "@bufbuild/protobuf";
import type { Schema } from "./schema.ts";

/** A schema for the zero value or a value that satisfies the given schema. */
export function either(zero: Schema, schema: Schema): Schema {
  const all = JSON.stringify(schema) === JSON.stringify({ not: zero });
  return all ? {} : { anyOf: [zero, schema] };
}

/** A schema for every value except the zero value. */
export function notZero(field: DescField): Schema {
  if (field.fieldKind === "list") return { minItems: 1 };
  if (field.fieldKind === "map") return { minProperties: 1 };
  if (field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES) return { minLength: 1 };
  return field.scalar === ScalarType.BOOL ? { const: true } : { not: zeroOfElement(field) };
}

/** A schema for the zero value only. */
export function zeroOf(field: DescField): Schema {
  if (field.fieldKind === "list") return { maxItems: 0 };
  return field.fieldKind === "map" ? { maxProperties: 0 } : zeroOfElement(field);
}

/** A schema for the zero value of an item of a list or a value of a map. */
export function zeroOfElement(field: DescField): Schema {
  if (field.enum !== undefined) {
    return { enum: field.enum.values.filter(({ number }) => number === 0).map(({ name }) => name) };
  }
  switch (field.scalar) {
    // An absent message is null.
    case undefined:
      return { type: "null" };
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return { const: "" };
    case ScalarType.BOOL:
      return { const: false };
    default:
      return { const: isLong(field.scalar) ? "0" : 0 };
  }
}

const long: ReadonlySet<ScalarType> = new Set([
  ScalarType.INT64,
  ScalarType.SINT64,
  ScalarType.SFIXED64,
  ScalarType.UINT64,
  ScalarType.FIXED64,
]);

/** Whether a scalar has 64 bits, which JSON represents as a string. */
export function isLong(scalar: ScalarType): boolean {
  return long.has(scalar);
}
