import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type JsonObject,
  ScalarType,
} from "@bufbuild/protobuf";
import { type Constraint, type Mapped, mapRules } from "./constraint.ts";
import { type NumberKind, numberRules } from "./number-rules.ts";
import type { ValueRules } from "./rule-reader.ts";
import { bytesRule, stringRule } from "./string-rules.ts";
import { isLong } from "./zero.ts";

/** The constraint that the rules of a field's type put on one value. */
export function valueConstraint(field: DescField, { type, values }: ValueRules): Constraint {
  if (field.enum !== undefined) return enumRules(field.enum, type, values);
  if (field.scalar !== undefined) return scalarRules(field.scalar, type, values);
  return messageRules(field.message, type, values);
}

function scalarRules(scalar: ScalarType, type: string, values: JsonObject): Constraint {
  switch (scalar) {
    case ScalarType.STRING:
      return mapRules(type, values, stringRule);
    case ScalarType.BYTES:
      return mapRules(type, values, bytesRule);
    case ScalarType.BOOL:
      return mapRules(type, values, (name, value) =>
        name === "const" ? { schema: { const: value }, refusesZero: value === true } : {},
      );
    default:
      return numberRules(type, values, numberKind(scalar));
  }
}

function numberKind(scalar: ScalarType): NumberKind {
  return { text: isLong(scalar), single: scalar === ScalarType.FLOAT };
}

/** Wrappers take the rules of the wrapped type. No keyword expresses the rules of times. */
function messageRules(message: DescMessage | undefined, type: string, values: JsonObject): Constraint {
  const wrapped =
    message !== undefined && /^google\.protobuf\.\w+Value$/.test(message.typeName) && message.field.value;
  if (!wrapped || wrapped.scalar === undefined) return mapRules(type, values, () => ({}));
  return scalarRules(wrapped.scalar, type, values);
}

function enumRules(described: DescEnum, type: string, values: JsonObject): Constraint {
  const names = (numbers: readonly number[]) =>
    described.values.filter(({ number }) => numbers.includes(number)).map(({ name }) => name);
  const only = (numbers: readonly number[]): Mapped => {
    const found = names(numbers);
    return { ...(found.length === 0 ? {} : { schema: { enum: found } }), refusesZero: !numbers.includes(0) };
  };
  return mapRules(type, values, (name, value) => {
    const numbers = Array.isArray(value) ? value.map(Number) : [Number(value)];
    switch (name) {
      // The schema lists only the defined values.
      case "defined_only":
        return undefined;
      case "const":
      case "in":
        return only(numbers);
      case "not_in": {
        const found = names(numbers);
        return found.length === 0
          ? undefined
          : { schema: { not: { enum: found } }, refusesZero: numbers.includes(0) };
      }
      default:
        return {};
    }
  });
}
