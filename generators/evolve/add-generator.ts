import type { Choice, Problem } from "../options/option.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { ServiceIdl } from "./service-idl.ts";

/** The names of the fields that the generators ask for. */
export type FieldName = "service" | "method" | "kind" | "request" | "response" | "http" | "file";

/** The answers so far, by field. */
export type FieldValues = Readonly<Partial<Record<FieldName, string>>>;

/** What a field may depend on: the service's IDL and the answers so far. */
export interface FieldScope {
  readonly idl: ServiceIdl;
  readonly values: FieldValues;
}

/** A value that an `add` generator asks for: an argument or a flag, and a prompt. */
export interface Field {
  readonly name: FieldName;
  /** The placeholder of the value. */
  readonly value: string;
  /** Whether it is given as an argument and not as a flag. */
  readonly positional: boolean;
  readonly summary: string;
  /** The default; undefined when a value is required. */
  fallback(scope: FieldScope): string | undefined;
  choices(scope: FieldScope): readonly Choice[] | null;
  check(value: string, scope: FieldScope): Problem | undefined;
}

/** A generator that changes the IDL of a service. Everything else follows from the changed IDL. */
export interface AddGenerator {
  /** `add rpc` */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The files of the IDL with their new content. */
  edit(scope: FieldScope): readonly PlannedFile[];
}

/** The defaults of a field: a flag that is required and accepts any value. */
export const plainField = {
  positional: false,
  fallback: () => undefined,
  choices: () => null,
  check: () => undefined,
} as const satisfies Partial<Field>;

const identifier = /^[A-Za-z][A-Za-z0-9_]*$/;

export function checkIdentifier(what: string, value: string): Problem | undefined {
  if (identifier.test(value)) return undefined;
  const message = `illegal ${what} ${JSON.stringify(value)}`;
  return {
    code: "add-name",
    message,
    hint: "a name starts with a letter and consists of letters, digits and _",
  };
}
