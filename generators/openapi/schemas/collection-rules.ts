import { type DescField, type JsonValue, ScalarType } from "@bufbuild/protobuf";
import { type Constraint, type Mapped, mapRules, unconstrained } from "./constraint.ts";
import { numberRules } from "./number-rules.ts";
import type { ValueRules } from "./rule-reader.ts";
import { stringRule } from "./string-rules.ts";
import { either } from "./zero.ts";

export function listRule(field: DescField, name: string, value: JsonValue): Mapped | undefined {
  switch (name) {
    case "min_items":
      return { schema: { minItems: Number(value) }, refusesZero: Number(value) > 0 };
    case "max_items":
      return { schema: { maxItems: Number(value) } };
    case "unique":
      if (value !== true) return undefined;
      // The same bytes have several representations in base64.
      return field.message === undefined
        ? { schema: { uniqueItems: true }, exact: field.scalar !== ScalarType.BYTES }
        : {};
    case "items":
      return undefined;
    default:
      return {};
  }
}

export function mapRule(name: string, value: JsonValue): Mapped | undefined {
  switch (name) {
    case "min_pairs":
      return { schema: { minProperties: Number(value) }, refusesZero: Number(value) > 0 };
    case "max_pairs":
      return { schema: { maxProperties: Number(value) } };
    case "keys":
    case "values":
      return undefined;
    default:
      return {};
  }
}

/** The constraint on the keys of a map, which are strings in JSON whatever their type is in the IDL. */
export function keyRules(scalar: ScalarType, rules: ValueRules): Constraint {
  if (rules.ignore === "always") return unconstrained;
  const { type, values, ignore } = rules;
  const constraint =
    scalar === ScalarType.STRING
      ? mapRules(type, values, stringRule)
      : scalar === ScalarType.BOOL
        ? mapRules(type, values, (_, value) => ({
            schema: { const: String(value) },
            refusesZero: value === true,
          }))
        : numberRules(type, values, { text: true, single: false });
  const zero = { const: scalar === ScalarType.STRING ? "" : scalar === ScalarType.BOOL ? "false" : "0" };
  const schema =
    ignore === "zero" && constraint.refusesZero ? either(zero, constraint.schema) : constraint.schema;
  return { ...constraint, schema, notes: [...constraint.notes, ...rules.notes] };
}
