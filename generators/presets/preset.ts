import { type LayerOption, layerOptions } from "../options/options.ts";

/** The options that a preset may set. The service's place and names are the user's choice. */
export const presetOptions = layerOptions;
export type PresetOption = LayerOption;

export type PresetValues = Readonly<Partial<Record<PresetOption, readonly string[]>>>;

export interface LockedAnswer {
  readonly values: readonly string[];
  /** Shown to users who want another value. */
  readonly reason: string;
}

/** The content of `preset.json`: a team's answers. Values are lists; an option with one value has a list of one. */
export interface Preset {
  readonly name: string;
  readonly version: string;
  /** One sentence: who it is for, and what it sets. */
  readonly description: string;
  /** Answers that apply unless the user gives another. */
  readonly defaults: PresetValues;
  /** Answers that users can't change, and the reason. */
  readonly locked: Readonly<Partial<Record<PresetOption, LockedAnswer>>>;
  /** The choices of an option that users may choose from. */
  readonly allowed: PresetValues;
}
