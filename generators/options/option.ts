import type { IdlModel } from "../idl/model.ts";

/** Every answer, in the order in which they are asked for and settled: each may look at the ones before it. */
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

/** The options whose choices come from the manifests. */
export const offeredOptions = ["framework", "store", "deploy", "ci"] as const satisfies readonly OptionName[];
export type OfferedOption = (typeof offeredOptions)[number];

/** Answers on their way to being settled. An option that takes one value has a list of one. */
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

/** What there is to choose from; read from the layers' manifests and the built-in presets. */
export interface Catalogue {
  readonly frameworks: readonly Framework[];
  readonly offers: Readonly<Record<Exclude<OfferedOption, "framework">, readonly Choice[]>>;
  readonly presets: readonly Choice[];
}

export interface Scope {
  readonly values: Values;
  readonly catalogue: Catalogue;
  /** Last part of the working folder's path: the name of a service made in `.`. */
  readonly here: string;
}

/** What is wrong with a value. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** One answer. Prompts, flags, help, JSON schema, did-you-mean and `list options` are derived from it. */
export interface Option {
  readonly name: OptionName;
  /** Placeholder of the value: `path`. */
  readonly value: string;
  readonly repeatable: boolean;
  /** What it is, in a few words. */
  readonly summary: string;
  /** The question. */
  readonly prompt: string;
  readonly fallback: Fallback;
  /** What is offered, or null when there is nothing to list. */
  choices(scope: Scope): readonly Choice[] | null;
  /** Other values than the offered ones are legal too. */
  readonly open: boolean;
  /** Whether it is worth a question; it may be given all the same. */
  when(scope: Scope): boolean;
  check(value: string, scope: Scope): Problem | undefined;
}

export interface Fallback {
  /** For people: `example.com/<name>`. */
  readonly text: string;
  /** Taken under `--yes` alone: without it, the answer must be given or asked for. */
  readonly onlyYes: boolean;
  /** Undefined when there is nothing to fall back to. */
  of(scope: Scope): string | undefined;
}
