import type { IdlModel } from "../idl/model.ts";

/** Answers that are not settled yet, by the names of options. An option with one value has a list of one. */
export type Values = Readonly<Record<string, readonly string[]>>;

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
  /** The choices of the other options that layers offer, by the option's name. */
  readonly offers: Readonly<Record<string, readonly Choice[]>>;
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

/** The definition of one answer that a generator asks for. Prompts, flags and help are derived from it. */
export interface Option<S = Scope, Name extends string = string> {
  readonly name: Name;
  /** The placeholder of the value, such as `path`. */
  readonly value: string;
  readonly repeatable: boolean;
  /** How the command line gives it: with a flag, as an argument, or in either way. */
  readonly given: "flag" | "argument" | "either";
  /** A few words about what it is. */
  readonly summary: string;
  /** The text of the prompt. */
  readonly prompt: string;
  readonly fallback: Fallback<S>;
  /** The offered choices, or null when there is nothing to list. */
  choices(scope: S): readonly Choice[] | null;
  /** Whether values other than the offered ones are legal. */
  readonly open: boolean;
  /** Whether to ask for it. It may be given in any case. */
  when(scope: S): boolean;
  check(value: string, scope: S): Problem | undefined;
}

/** The default of an option. */
export interface Fallback<S = Scope> {
  /** The default as text, such as `example.com/<name>`. */
  readonly text: string;
  /** Whether the default applies only with `--yes`, so that otherwise the answer must be given or asked for. */
  readonly onlyYes: boolean;
  /** The default; undefined when there is none. `choices` are the option's own. */
  of(scope: S, choices: readonly Choice[]): string | undefined;
}

/**
 * A row of the table of options: one answer about a service. Beside prompts, flags and help, the answers of a plan and
 * their lock, facts, keys of presets, the JSON schemas, subjects of `list` and `docs/options.md` are derived from it.
 */
export interface ServiceOption<Name extends string = string> extends Option<Scope, Name> {
  /**
   * What the answer decides: the `place` where the service is written, which is no part of the plan; its `identity`,
   * which is the user's choice; its `layers`, so that the answer is a fact and presets may set it; its `api`; or the
   * `preset`.
   */
  readonly decides: "place" | "identity" | "layers" | "api" | "preset";
  /** The subject under which `list` shows the choices that layers offer; null when layers offer none. */
  readonly offeredAs: string | null;
}
