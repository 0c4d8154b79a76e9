import type { DescField } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { keyRules, listRule, mapRule } from "./collection-rules.ts";
import { type Constraint, combine, mapRules, unconstrained } from "./constraint.ts";
import { type ValueRules, valueRules } from "./rule-reader.ts";
import type { Schema } from "./schema.ts";
import { valueConstraint } from "./value-rules.ts";
import { either, notZero, zeroOf, zeroOfElement } from "./zero.ts";

/** The effect of a field's rules. */
export interface FieldConstraint {
  readonly schema: Schema;
  /** The schema of each item of a list or each value of a map. */
  readonly items: Schema;
  /** Whether a message must have the field. */
  readonly needed: boolean;
  readonly notes: readonly string[];
}

const free: FieldConstraint = { schema: {}, items: {}, needed: false, notes: [] };

/** Maps the rules of a field. */
export function fieldConstraint(field: DescField, rules: ValueRules): FieldConstraint {
  if (rules.ignore === "always") return free;
  const { constraint, items, notes } = ofKind(field, rules);
  const explicit = field.presence !== FeatureSet_FieldPresence.IMPLICIT;
  const zero = zeroOf(field);
  // A field without presence is absent when it has its zero value.
  const present = rules.required && !explicit && !constraint.refusesZero ? notZero(field) : {};
  const schema = combine([constraint.schema, present]);
  const optional = rules.ignore === "zero" && !explicit && !rules.required && constraint.refusesZero;
  return {
    schema: optional ? either(zero, schema) : schema,
    items,
    needed: rules.required || (!explicit && rules.ignore === "never" && constraint.refusesZero),
    notes: [...notes, ...rules.notes],
  };
}

interface OfKind {
  readonly constraint: Constraint;
  readonly items: Schema;
  readonly notes: readonly string[];
}

function ofKind(field: DescField, rules: ValueRules): OfKind {
  switch (field.fieldKind) {
    case "list": {
      const items = element(field, valueRules(rules.values.items));
      const constraint = mapRules(rules.type, rules.values, (name, value) => listRule(field, name, value));
      return {
        constraint,
        items: items.schema,
        notes: [...constraint.notes, ...items.notes.map(ofEach("item"))],
      };
    }
    case "map": {
      const keys = keyRules(field.mapKey, valueRules(rules.values.keys));
      const values = element(field, valueRules(rules.values.values));
      const pairs = mapRules(rules.type, rules.values, mapRule);
      const names = Object.keys(keys.schema).length === 0 ? {} : { propertyNames: keys.schema };
      const constraint = { ...pairs, schema: combine([pairs.schema, names]) };
      const notes = [...keys.notes.map(ofEach("key")), ...values.notes.map(ofEach("value"))];
      return { constraint, items: values.schema, notes: [...constraint.notes, ...notes] };
    }
    default: {
      const constraint = valueConstraint(field, rules);
      return { constraint, items: {}, notes: constraint.notes };
    }
  }
}

const ofEach = (what: string) => (note: string) => `Each ${what}: ${note}`;

/** The constraint on an item of a list or a value of a map, which can't be unset. */
function element(field: DescField, rules: ValueRules): Constraint {
  if (rules.ignore === "always") return unconstrained;
  const constraint = valueConstraint(field, rules);
  return {
    ...constraint,
    schema: rules.ignore === "zero" ? orZero(field, constraint) : constraint.schema,
    notes: [...constraint.notes, ...rules.notes],
  };
}

function orZero(field: DescField, { schema, refusesZero }: Constraint): Schema {
  // An empty message has no distinct representation in JSON.
  if (field.message !== undefined) return {};
  return refusesZero ? either(zeroOfElement(field), schema) : schema;
}
