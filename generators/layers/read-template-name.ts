import { UserError } from "../error.ts";

/** What the name of a layer's file says about the emitted file. */
export interface TemplateName {
  /** The emitted path, with the placeholders `__name__` and `__service__`. */
  readonly path: string;
  /** Handlebars, or text that is copied. */
  readonly kind: "hbs" | "text";
  /**
   * The fragment's name, such as `20-run.md`, or null for a whole file. Fragments are joined in the order of their
   * names.
   */
  readonly fragment: string | null;
}

/**
 * Reads the name of a file in a layer. `Makefile.d/20-lint.hbs` is a fragment of `Makefile`. `_github/x.yml` becomes
 * `.github/x.yml`: npm drops some dotfiles from packages, so none is stored. A final `.hbs` marks Handlebars and is
 * dropped.
 */
export function readTemplateName(file: string): TemplateName {
  const kind = file.endsWith(".hbs") ? "hbs" : "text";
  const parts = (kind === "hbs" ? file.slice(0, -".hbs".length) : file).split("/");
  if (parts.some((part) => part.startsWith("."))) {
    throw new UserError("layer-file", `${file}: dotfiles in a layer start with an underscore`, {
      hint: "rename .gitignore to _gitignore",
    });
  }
  const last = parts.at(-1) ?? "";
  const folder = parts.at(-2) ?? "";
  const isFragment = folder.endsWith(".d") && /^\d\d-./.test(last);
  const emitted = isFragment ? [...parts.slice(0, -2), folder.slice(0, -".d".length)] : parts;
  const path = emitted.map((part) => part.replace(/^_(?=[^_])/, ".")).join("/");
  return { path, kind, fragment: isFragment ? last : null };
}
