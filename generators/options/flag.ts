import { type OptionName, options } from "./options.ts";

/** A flag of the command line. */
export interface Flag<Name extends string = string> {
  /** The name without the dashes. */
  readonly name: Name;
  /** The placeholder of its value, or null for a switch. */
  readonly value: string | null;
  readonly repeatable: boolean;
  readonly summary: string;
}

/** The flags of the options. */
export function optionFlags(): readonly Flag<OptionName>[] {
  return options.map(({ name, value, repeatable, summary }) => ({
    name,
    value,
    repeatable,
    summary,
  }));
}
