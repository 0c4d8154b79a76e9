import type { Catalogue, OptionName, Values } from "./option.ts";

/** What a preset says about the answers. */
export interface PresetRules {
  /** `orders@1.2.0` */
  readonly name: string;
  readonly defaults: Values;
  readonly locked: Readonly<
    Partial<Record<OptionName, { readonly values: readonly string[]; readonly reason: string }>>
  >;
  /** Of an option's choices, the ones that are allowed. */
  readonly allowed: Values;
  /** With the choices that the preset's own layers add. */
  readonly catalogue: Catalogue;
}
