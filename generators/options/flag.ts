import type { Option } from "./option.ts";

/** A flag of the command line. */
export interface Flag<Name extends string = string> {
  /** The name without the dashes. */
  readonly name: Name;
  /** The placeholder of its value, or null for a switch. */
  readonly value: string | null;
  readonly repeatable: boolean;
  readonly summary: string;
}

type Flagged<Name extends string> = Flag<Name> & Pick<Option, "given" | "value">;

/** The flags of options. */
export function optionFlags<Name extends string>(options: readonly Flagged<Name>[]): readonly Flag<Name>[] {
  return options
    .filter(({ given }) => given !== "argument")
    .map(({ name, value, repeatable, summary }) => ({ name, value, repeatable, summary }));
}
