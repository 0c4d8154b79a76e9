import type { Answers } from "./answers.ts";
import { sample } from "./idl-choice.ts";
import type { OptionName } from "./option.ts";
import type { Settled } from "./settle.ts";

/** Converts settled values to the answers of a plan. */
export function toAnswers({ values, rules }: Settled): Answers {
  const one = (name: OptionName): string => {
    const [value] = values[name] ?? [];
    if (value === undefined) throw new Error(`${name} is not settled`);
    return value;
  };
  return {
    name: one("name"),
    module: one("module"),
    framework: one("framework"),
    protocol: one("protocol"),
    idl: values.idl ?? [sample],
    store: one("store"),
    deploy: afterNone(values.deploy ?? []),
    ci: one("ci"),
    preset: rules?.name ?? null,
  };
}

/** Drops `none` and every value before it. */
function afterNone(values: readonly string[]): readonly string[] {
  return values.slice(values.lastIndexOf("none") + 1);
}
