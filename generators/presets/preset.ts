import type { OptionName } from "../options/option.ts";

/** The options that a preset may speak about; where the service goes and what it is called stay the user's. */
export const presetOptions = [
  "framework",
  "protocol",
  "store",
  "deploy",
  "ci",
] as const satisfies readonly OptionName[];
export type PresetOption = (typeof presetOptions)[number];

export type PresetValues = Readonly<Partial<Record<PresetOption, readonly string[]>>>;

export interface LockedAnswer {
  readonly values: readonly string[];
  /** For the user who would have chosen otherwise. */
  readonly reason: string;
}

/** `preset.json`: a team's answers. Values are lists; an option that takes one value has a list of one. */
export interface Preset {
  readonly name: string;
  readonly version: string;
  /** One sentence: for whom, and what. */
  readonly description: string;
  /** Answers that stand unless another is given. */
  readonly defaults: PresetValues;
  /** Answers that nobody changes, and why. */
  readonly locked: Readonly<Partial<Record<PresetOption, LockedAnswer>>>;
  /** Of an option's choices, the ones to choose from. */
  readonly allowed: PresetValues;
}
