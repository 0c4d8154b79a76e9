import { type DescField, ScalarType } from "@bufbuild/protobuf";
import type { Schema } from "./schema.ts";

/** The zero value, or what the rules say of the others. */
export function either(zero: Schema, schema: Schema): Schema {
  const all = JSON.stringify(schema) === JSON.stringify({ not: zero });
  return all ? {} : { anyOf: [zero, schema] };
}

/** Every value but that. */
export function notZero(field: DescField): Schema {
  if (field.fieldKind === "list") return { minItems: 1 };
  if (field.fieldKind === "map") return { minProperties: 1 };
  if (field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES) return { minLength: 1 };
  return field.scalar === ScalarType.BOOL ? { const: true } : { not: zeroOfElement(field) };
}

/** The schema of the zero value alone. */
export function zeroOf(field: DescField): Schema {
  if (field.fieldKind === "list") return { maxItems: 0 };
  return field.fieldKind === "map" ? { maxProperties: 0 } : zeroOfElement(field);
}

/** The same of an item of a list or a value of a map. */
export function zeroOfElement(field: DescField): Schema {
  if (field.enum !== undefined) {
    return { enum: field.enum.values.filter(({ number }) => number === 0).map(({ name }) => name) };
  }
  switch (field.scalar) {
    // Of messages, null is the absent one.
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

/** Of 64 bits, which JSON has as strings. */
export function isLong(scalar: ScalarType): boolean {
  return long.has(scalar);
}
