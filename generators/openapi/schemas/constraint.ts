import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { code } from "./rule-reader.ts";
import type { Schema } from "./schema.ts";

/** The effect of rules on the schema of a value. */
export interface Constraint {
  /** Keywords in addition to the type. Every value that the service accepts satisfies them. */
  readonly schema: Schema;
  /** Whether the zero value is certainly refused. */
  readonly refusesZero: boolean;
  /** Text about rules that keywords can't express, or only in part. */
  readonly notes: readonly string[];
}

export const unconstrained: Constraint = { schema: {}, refusesZero: false, notes: [] };

/** The effect of one rule. `exact` is false when the schema accepts more than the rule. */
export interface Mapped {
  readonly schema?: Schema;
  readonly refusesZero?: boolean;
  readonly exact?: boolean;
}

/** Maps a rule of a type by its name; undefined for a rule without an effect. */
export type Mapping = (name: string, value: JsonValue) => Mapped | undefined;

/** Maps each rule of a type, such as `string`, by itself. */
export function mapRules(type: string, values: JsonObject, mapping: Mapping): Constraint {
  const mapped = Object.entries(values).flatMap(([name, value]) => {
    const one = name === "example" ? undefined : mapping(name, value);
    return one === undefined
      ? []
      : [{ ...one, note: `${code(`${type}.${optionName(name)}`)}: ${code(textOf(value))}` }];
  });
  return {
    schema: combine(mapped.map(({ schema = {} }) => schema)),
    refusesZero: mapped.some(({ refusesZero = false }) => refusesZero),
    notes: mapped.flatMap(({ schema, exact = schema !== undefined, note }) => (exact ? [] : [note])),
  };
}

/** Combines schemas into one that requires all of them. */
export function combine(schemas: readonly Schema[]): Schema {
  const merged: { [keyword: string]: Schema[string] } = {};
  const rest: Schema[] = [];
  for (const schema of schemas) {
    const clash = Object.keys(schema).some((keyword) => Object.hasOwn(merged, keyword));
    if (clash) rest.push(schema);
    else Object.assign(merged, schema);
  }
  return rest.length === 0 ? merged : { ...merged, allOf: rest };
}

/** Rules that the IDL defines are in brackets in JSON and in parentheses in the IDL. */
function optionName(name: string): string {
  return name.replace(/^\[(.*)\]$/, "($1)");
}

function textOf(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
