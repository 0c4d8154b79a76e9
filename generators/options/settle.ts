import type { Catalogue, Values } from "./option.ts";
import { options } from "./options.ts";
import type { PresetRules } from "./preset-rules.ts";
import { type Ask, type Given, settleOptions } from "./settle-options.ts";

interface SettleSources<R extends PresetRules> {
  readonly given: Given;
  readonly catalogue: Catalogue;
  readonly here: string;
  readonly ask: Ask;
  readonly rulesOf: (preset: string) => Promise<R>;
}

/** The settled values, and the rules of the preset if there is one. */
export interface Settled<R extends PresetRules = PresetRules> {
  /** Every option has a value, which may be an empty list. */
  readonly values: Values;
  readonly rules: R | null;
}

/** Settles the options of a service. The preset's rules apply to the options after it. */
export async function settle<R extends PresetRules>(sources: SettleSources<R>): Promise<Settled<R>> {
  const { given, catalogue, here, ask, rulesOf } = sources;
  let rules: R | null = null;
  const values = await settleOptions({
    options,
    given,
    ask,
    circumstances: (values) => ({
      scope: { values, catalogue: rules?.catalogue ?? catalogue, here },
      rules,
    }),
    settled: async ({ name }, [answer]) => {
      if (name === "preset" && answer !== undefined && answer !== "none") rules = await rulesOf(answer);
    },
  });
  return { values, rules };
}
