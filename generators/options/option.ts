import type { IdlModel } from "../idl/model.ts";

/**
 * The names of the options, in the order in which they are asked for and settled. Each option may depend on the ones
 * before it.
 */
export const optionNames = [
  "preset",
  "dir",
  "name",
  "framework",
  "protocol",
  "module",
  "idl",
  "store",
  "deploy",
  "ci",
] as const;
export type OptionName = (typeof optionNames)[number];

/** The options whose choices come from the layers' manifests. */
export const offeredOptions = ["framework", "store", "deploy", "ci"] as const satisfies readonly OptionName[];
export type OfferedOption = (typeof offeredOptions)[number];

/** Answers that are not settled yet. An option with one value has a list of one. */
export type Values = Readonly<Partial<Record<OptionName, readonly string[]>>>;

export interface Choice {
  readonly value: string;
  /** One sentence. */
  readonly description: string;
}

export interface Protocol extends Choice {
  readonly idl: readonly IdlModel["kind"][];
  readonly ports: readonly string[];
}

export interface Framework extends Choice {
  readonly title: string;
  /** Default first. */
  readonly protocols: readonly Protocol[];
}

/** The available choices, from the layers' manifests and the built-in presets. */
export interface Catalogue {
  readonly frameworks: readonly Framework[];
  readonly offers: Readonly<Record<Exclude<OfferedOption, "framework">, readonly Choice[]>>;
  readonly presets: readonly Choice[];
}

/** What an option may depend on: the values settled so far and the available choices. */
export interface Scope {
  readonly values: Values;
  readonly catalogue: Catalogue;
  /** The last element of the working directory's path, which is the name of a service created in `.`. */
  readonly here: string;
}

/** The reason why a value is refused. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * The definition of one answer. Prompts, flags, help, the JSON schema, suggestions and `list options` are derived from
 * it.
 */
export interface Option {
  readonly name: OptionName;
  /** The placeholder of the value, such as `path`. */
  readonly value: string;
  readonly repeatable: boolean;
  /** A few words about what it is. */
  readonly summary: string;
  /** The text of the prompt. */
  readonly prompt: string;
  readonly fallback: Fallback;
  /** The offered choices, or null when there is nothing to list. */
  choices(scope: Scope): readonly Choice[] | null;
  /** Whether values other than the offered ones are legal. */
  readonly open: boolean;
  /** Whether to ask for it. It may be given in any case. */
  when(scope: Scope): boolean;
  check(value: string, scope: Scope): Problem | undefined;
}

/** The default of an option. */
export interface Fallback {
  /** The default as text, such as `example.com/<name>`. */
  readonly text: string;
  /** Whether the default applies only with `--yes`, so that otherwise the answer must be given or asked for. */
  readonly onlyYes: boolean;
  /** The default; undefined when there is none. */
  of(scope: Scope): string | undefined;
}
