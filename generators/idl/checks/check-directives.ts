import { UserError } from "../../error.ts";
import type { TextFile } from "../../files/text-file.ts";
import type { SourceFile } from "../source-file.ts";

/** Comments that Go's tools treat as directives: `//go:generate`, `//line`, `// +build`. */
const directive = /^\/\/(?:(go:\w.*|line .*|export .*|extern .*)|\s*(\+build\b.*))$/gm;

/** The directives that Go's own protobuf plugin writes for API_HYBRID. */
const own = /^go:build !?protoopaque$/;

/**
 * Refuses a comment of the IDL that would be a directive in generated code. The plugins copy comments verbatim, so
 * `//go:build ignore` would exclude the generated file from the build, and `//go:generate` would be executed.
 */
export function checkDirectives(gen: readonly TextFile[], files: readonly SourceFile[]): void {
  for (const { path, content } of gen) {
    if (!path.endsWith(".go")) continue;
    const found = [...content.matchAll(directive)].map(([, text, build]) => text ?? build ?? "");
    const first = found.find((text) => !own.test(text));
    if (first !== undefined) throw refusal(first, path, files);
  }
}

function refusal(text: string, path: string, files: readonly SourceFile[]): UserError {
  const source = files.find((file) => file.text.includes(text));
  const line = source?.text.slice(0, source.text.indexOf(text)).split("\n").length;
  const where = source === undefined ? path : `${source.shown}:${line}`;
  return new UserError(
    "idl-comment",
    `${where}: the comment "${text}" would be a directive in the generated Go`,
    {
      hint: text.startsWith("+")
        ? "rephrase the comment"
        : `put a space before it, as in "// ${text.split(" ", 1)[0]}"`,
    },
  );
}
