import type { Ask } from "../../options/settle-options.ts";
import { usageError } from "../../options/usage-error.ts";

/**
 * Answers questions without asking, for runs without a terminal or with `--yes`: takes the default, or throws an error
 * that names the missing flag.
 */
export function noAsk({ yes }: { readonly yes: boolean }): Ask {
  return ({ option, choices, fallback, onlyYes }) => {
    if (fallback.length > 0 && (yes || !onlyYes)) return fallback;
    const one =
      choices === null
        ? `--${option.name} <${option.value}>`
        : `--${option.name}, one of ${choices.map(({ value }) => value).join(", ")}`;
    const defaults =
      fallback.length > 0 ? `, or --yes for ${fallback.join(", ")} and the other defaults` : "";
    throw usageError({
      code: `missing-${option.name}`,
      message: `missing --${option.name}${yes ? "" : ", and there is no terminal to ask on"}`,
      hint: `give ${option.name === "dir" ? "a folder as the first argument, or " : ""}${one}${defaults}`,
    });
  };
}
