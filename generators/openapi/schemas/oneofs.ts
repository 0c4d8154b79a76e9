import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { combine } from "./constraint.ts";
import type { RuleReader } from "./rule-reader.ts";
import type { Schema } from "./schema.ts";
import { zeroOf } from "./zero.ts";

interface OneofSources {
  readonly message: DescMessage;
  /** The fields of the object. Others are bound elsewhere. */
  readonly fields: readonly DescField[];
  /** Undefined where the message is not validated. */
  readonly rules: RuleReader | undefined;
}

/** The constraints of an object's oneofs, both those of the language and those that are rules. */
export function oneofsOf({ message, fields, rules }: OneofSources): Schema {
  const exclusive = message.oneofs.flatMap((oneof) => exclusions(oneof.fields, fields));
  const schemas: Schema[] =
    exclusive.length === 0 ? [] : [{ dependentSchemas: Object.fromEntries(exclusive) }];
  if (rules === undefined) return combine(schemas);
  const here = (field: DescField) => fields.includes(field);
  for (const oneof of message.oneofs) {
    if (rules.isRequired(oneof) && oneof.fields.every(here)) {
      schemas.push({ anyOf: oneof.fields.map(isSet) });
    }
  }
  for (const { fields: names, required } of rules.ofMessage(message).oneofs) {
    const members = message.fields.filter(({ name }) => names.includes(name));
    if (!members.every(here)) continue;
    const set = members.map(isSet);
    schemas.push({ oneOf: required ? set : [...set, { not: { anyOf: set } }] });
  }
  return combine(schemas);
}

/** At most one field of a oneof may be present: each field excludes the ones after it. */
function exclusions(oneof: readonly DescField[], fields: readonly DescField[]): readonly [string, Schema][] {
  const names = oneof.filter((field) => fields.includes(field)).map(({ jsonName }) => jsonName);
  return names.slice(0, -1).map((name, index) => {
    const others = names.slice(index + 1).map((other) => [other, false] as const);
    return [name, { properties: Object.fromEntries(others) }];
  });
}

/** A schema that holds when the field is set. A field without presence is unset when it has its zero value. */
function isSet(field: DescField): Schema {
  const { jsonName, presence } = field;
  const unset = presence === FeatureSet_FieldPresence.IMPLICIT ? zeroOf(field) : { type: "null" };
  return { required: [jsonName], properties: { [jsonName]: { not: unset } } };
}
