import type { Ask } from "../../options/settle-options.ts";
import { usageError } from "../../options/usage-error.ts";

interface NoAsk {
  readonly yes: boolean;
  /** How the generator is called, for messages about missing arguments. */
  readonly usage: string;
}

/**
 * Answers questions without asking, for runs without a terminal or with `--yes`: takes the default, or throws an error
 * that names the missing flag.
 */
export function noAsk({ yes, usage }: NoAsk): Ask {
  return ({ option, choices, fallback, onlyYes }) => {
    if (fallback.length > 0 && (yes || !onlyYes)) return fallback;
    if (option.given === "argument") {
      const all = choices === null ? "" : `; there are ${choices.map(({ value }) => value).join(", ")}`;
      throw usageError({
        code: `missing-${option.name}`,
        message: `missing ${option.name}: ${option.summary}`,
        hint: `${usage}${all}`,
      });
    }
    const one =
      choices === null
        ? `--${option.name} <${option.value}>`
        : `--${option.name}, one of ${choices.map(({ value }) => value).join(", ")}`;
    const defaults =
      fallback.length > 0 ? `, or --yes for ${fallback.join(", ")} and the other defaults` : "";
    throw usageError({
      code: `missing-${option.name}`,
      message: `missing --${option.name}${yes ? "" : ", and there is no terminal to ask on"}`,
      hint: `give ${option.given === "either" ? "a folder as the first argument, or " : ""}${one}${defaults}`,
    });
  };
}
