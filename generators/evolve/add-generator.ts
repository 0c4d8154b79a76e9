import type { Option, Problem, Values } from "../options/option.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { ServiceIdl } from "./service-idl.ts";

/** What an option of a generator may depend on: the service's IDL and the answers so far. */
export interface AddScope {
  readonly idl: ServiceIdl;
  /** The answers so far. */
  readonly values: Values;
}

/** A generator that changes the IDL of a service. Everything else follows from the changed IDL. */
export interface AddGenerator<Name extends string = string> {
  /** `add rpc` */
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option<AddScope, Name>[];
  /** The files of the IDL with their new content. */
  edit(scope: AddScope): readonly PlannedFile[];
}

/** The defaults of an option: a flag that is required and accepts any value. */
export const plainOption = {
  repeatable: false,
  given: "flag",
  fallback: { text: "", onlyYes: false, of: () => undefined },
  open: false,
  choices: () => null,
  when: () => true,
  check: () => undefined,
} as const satisfies Partial<Option<AddScope>>;

/** The prompt of these options is their summary. */
export function describedAs(summary: string): Pick<Option, "summary" | "prompt"> {
  return { summary, prompt: summary };
}

/** The one value of an option; empty when it is not settled yet. */
export function textOf(values: Values, name: string): string {
  return values[name]?.[0] ?? "";
}

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
