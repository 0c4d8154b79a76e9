import type { Catalogue, Values } from "./option.ts";

/** The rules that a preset sets for the answers. */
export interface PresetRules {
  /** The preset's name and version: `orders@1.2.0`. */
  readonly name: string;
  readonly defaults: Values;
  readonly locked: Readonly<Record<string, { readonly values: readonly string[]; readonly reason: string }>>;
  /** The allowed choices of an option. */
  readonly allowed: Values;
  /** The choices, with those that the preset's own layers add. */
  readonly catalogue: Catalogue;
}
