import { type Answers, buildAnswers } from "./answers.ts";
import type { Settled } from "./settle.ts";

/** Converts settled values to the answers of a plan. */
export function toAnswers({ values, rules }: Settled): Answers {
  return buildAnswers(({ name, decides, repeatable, offeredAs }) => {
    if (decides === "preset") return rules?.name ?? null;
    const list = values[name] ?? [];
    if (repeatable) return offeredAs === null ? list : afterNone(list);
    const [value] = list;
    if (value === undefined) throw new Error(`${name} is not settled`);
    return value;
  });
}

/** Drops `none` and every value before it. */
function afterNone(values: readonly string[]): readonly string[] {
  return values.slice(values.lastIndexOf("none") + 1);
}
