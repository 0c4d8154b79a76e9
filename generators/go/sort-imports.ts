interface Spec {
  readonly line: string;
  readonly path: string;
  readonly name: string;
  readonly comment: string;
}

const specLine = /^\s*(?:([\w.]+)\s+)?("[^"]*"|`[^`]*`)\s*((?:\/\/|\/\*).*)?$/;

/** Sorts consecutive import specs as gofmt does: by path, then name, then comment. */
export function sortImports(source: string): string {
  if (!source.includes("\nimport (")) return source;
  const out: string[] = [];
  let run: Spec[] = [];
  let state: "before" | "comment" | "block" = "before";
  let start = 0;
  while (start < source.length) {
    const end = source.indexOf("\n", start);
    const line = source.slice(start, end < 0 ? source.length : end);
    // Imports precede every other declaration. A later match is inside a string.
    if (state === "before" && /^(func|var|const|type)\b/.test(line)) break;
    start += line.length + 1;
    const spec = state === "block" ? readSpec(line) : undefined;
    if (spec) {
      run.push(spec);
      continue;
    }
    out.push(...run.sort(compareSpecs).map((sorted) => sorted.line), line);
    run = [];
    state = nextState(state, line);
  }
  return [...out, source.slice(start)].join("\n");
}

function nextState(state: "before" | "comment" | "block", line: string): "before" | "comment" | "block" {
  if (state === "block") return /^\s*\)/.test(line) ? "before" : "block";
  if (state === "comment") return line.includes("*/") ? "before" : "comment";
  if (line.startsWith("import (")) return "block";
  return line.startsWith("/*") && !line.includes("*/") ? "comment" : "before";
}

function readSpec(line: string): Spec | undefined {
  const match = specLine.exec(line);
  if (!match) return undefined;
  const [, name = "", quoted = "", comment = ""] = match;
  return { line, path: quoted.slice(1, -1), name, comment };
}

function compareSpecs(a: Spec, b: Spec): number {
  return compareText(a.path, b.path) || compareText(a.name, b.name) || compareText(a.comment, b.comment);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
