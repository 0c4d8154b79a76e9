import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { code } from "./rule-reader.ts";
import type { Schema } from "./schema.ts";

/** What rules make of the schema of a value. */
export interface Constraint {
  /** Keywords beside the type; they hold for every value that the service takes. */
  readonly schema: Schema;
  /** Whether the zero value is surely refused. */
  readonly refusesZero: boolean;
  /** What no keyword says, or not all of it, for people. */
  readonly notes: readonly string[];
}

export const unconstrained: Constraint = { schema: {}, refusesZero: false, notes: [] };

/** What one rule gives; `exact` unless the schema says less than the rule. */
export interface Mapped {
  readonly schema?: Schema;
  readonly refusesZero?: boolean;
  readonly exact?: boolean;
}

/** How the rules of a type are said, by their names; undefined for a rule that has no effect. */
export type Mapping = (name: string, value: JsonValue) => Mapped | undefined;

/** The rules of a type, such as `string`, each mapped by itself. */
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

/** All of these at once. */
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

/** Rules of the IDL's own are in brackets in JSON, in parentheses in the IDL. */
function optionName(name: string): string {
  return name.replace(/^\[(.*)\]$/, "($1)");
}

function textOf(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
