import { choiceWords } from "./choice-words.ts";
import type { Catalogue } from "./option.ts";
import { options } from "./options.ts";

/** The options as a Markdown table, for `docs/options.md`. */
export function docsTable(catalogue: Catalogue): string {
  const rows = options.map((option) => {
    const flag = `\`--${option.name} <${option.value}>\`${option.repeatable ? ", repeatable" : ""}`;
    return [flag, option.summary, choiceWords(option, catalogue) || "any", option.fallback.text];
  });
  const head = ["flag", "what", "choices", "default"];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map(cell).join(" | ")} |\n`)
    .join("");
}

/** Escapes a cell. Between backticks, Markdown needs no escaping except for the column separator. */
function cell(text: string): string {
  const pieces = text.replaceAll("|", "\\|").split("`");
  return pieces.map((piece, index) => (index % 2 === 0 ? piece.replaceAll("<", "&lt;") : piece)).join("`");
}
