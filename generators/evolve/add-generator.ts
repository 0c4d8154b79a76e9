import type { Choice, Problem } from "../options/option.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { ServiceIdl } from "./service-idl.ts";

/** What the generators ask for. */
export type FieldName = "service" | "method" | "kind" | "request" | "response" | "http" | "file";

/** What was answered so far, by field. */
export type FieldValues = Readonly<Partial<Record<FieldName, string>>>;

export interface FieldScope {
  readonly idl: ServiceIdl;
  readonly values: FieldValues;
}

/** One thing that an `add` generator wants to know: an argument or a flag, and a prompt. */
export interface Field {
  readonly name: FieldName;
  /** Placeholder of the value. */
  readonly value: string;
  /** Given by place, not by flag. */
  readonly positional: boolean;
  readonly summary: string;
  /** What stands when it is not given; undefined when it must be. */
  fallback(scope: FieldScope): string | undefined;
  choices(scope: FieldScope): readonly Choice[] | null;
  check(value: string, scope: FieldScope): Problem | undefined;
}

/** A generator that changes the IDL of a service; the rest follows from that. */
export interface AddGenerator {
  /** `add rpc` */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The files of the IDL that change. */
  edit(scope: FieldScope): readonly PlannedFile[];
}

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
  return { code: "add-name", message, hint: "a name begins with a letter, and has letters, digits and _" };
}
