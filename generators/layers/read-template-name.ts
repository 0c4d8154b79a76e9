import { UserError } from "../error.ts";

/** What the name of a file in a layer says about the file it becomes. */
export interface TemplateName {
  /** Emitted path with its holes, `__name__` and `__service__`. */
  readonly path: string;
  /** Handlebars, or text as it is. */
  readonly kind: "hbs" | "text";
  /** `20-run.md` when the file is one of the fragments of `path`, else null; fragments are joined in the order of this. */
  readonly fragment: string | null;
}

/**
 * `Makefile.d/20-lint.hbs` is a fragment of `Makefile`; `_github/x.yml` becomes `.github/x.yml` (npm drops some dotfiles from
 * packages, so none is stored); a last `.hbs` is Handlebars and goes.
 */
export function readTemplateName(file: string): TemplateName {
  const kind = file.endsWith(".hbs") ? "hbs" : "text";
  const parts = (kind === "hbs" ? file.slice(0, -".hbs".length) : file).split("/");
  if (parts.some((part) => part.startsWith("."))) {
    throw new UserError("layer-file", `${file}: dotfiles are stored with a leading underscore`, {
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
