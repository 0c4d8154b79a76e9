import { type GoFunction, type GoImport, readGo } from "./read-go.ts";
import { sortImports } from "./sort-imports.ts";

interface Appending {
  /** The existing file, of which no line changes. */
  readonly source: string;
  /** The file that the functions come from, with the imports they refer to. */
  readonly from: string;
  readonly functions: readonly GoFunction[];
  /** The module's path. Its own imports form a group. */
  readonly module: string;
}

/** Appends functions to a file, and adds the imports that they need. */
export function appendGo({ source, from, functions, module }: Appending): string {
  const text = functions.map((one) => one.text).join("\n");
  const names = new Map(readGo(source).imports.map(({ path, name }) => [path, name]));
  const used = readGo(from).imports.filter(({ name }) => refersTo(text, name));
  const missing: GoImport[] = [];
  const renamed = new Map<string, string>();
  for (const { path, name, aliased } of used) {
    const own = names.get(path) ?? free(name, [...names.values()]);
    if (!names.has(path)) missing.push({ path, name: own, aliased: aliased || own !== name });
    names.set(path, own);
    if (own !== name) renamed.set(name, own);
  }
  const eol = source.includes("\r\n") ? "\r\n" : "\n";
  const body = rename(text, renamed).replaceAll("\n", eol);
  const imported = missing.length === 0 ? source : addImports({ source, missing, module, eol });
  return `${imported.trimEnd()}${eol}${eol}${body}`;
}

function refersTo(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}\\.`).test(text);
}

/** A name that the file does not use for another package yet. */
function free(name: string, taken: readonly string[]): string {
  for (let number = 2, own = name; ; own = `${name}${number++}`) if (!taken.includes(own)) return own;
}

function rename(text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const all = new RegExp(`(?<![\\w."])(${[...names.keys()].join("|")})(?=\\.)`, "g");
  return text.replace(all, (name) => names.get(name) ?? name);
}

interface AddImports {
  readonly source: string;
  readonly missing: readonly GoImport[];
  readonly module: string;
  readonly eol: string;
}

/** Inserts each import after the last one of its group: standard library, other modules, this module. */
function addImports({ source, missing, module, eol }: AddImports): string {
  const groupOf = (path: string) => {
    if (path === module || path.startsWith(`${module}/`)) return 2;
    return path.split("/")[0]?.includes(".") ? 1 : 0;
  };
  const lines = source.split(eol);
  const start = lines.findIndex((line) => line.startsWith("import ("));
  if (start < 0) {
    const specs = missing.map((one) => `import ${spec(one)}`);
    const clause = lines.findIndex((line) => line.startsWith("package "));
    return [...lines.slice(0, clause + 1), "", ...specs, ...lines.slice(clause + 1)].join(eol);
  }
  for (const one of missing) {
    const end = lines.indexOf(")", start);
    const group = groupOf(one.path);
    const groups = lines.slice(start + 1, end).map((line) => {
      const path = /"([^"]+)"/.exec(line)?.[1];
      return path === undefined ? -1 : groupOf(path);
    });
    const last = groups.lastIndexOf(group);
    if (last >= 0) {
      lines.splice(start + 2 + last, 0, `\t${spec(one)}`);
    } else {
      const next = groups.findIndex((other) => other > group);
      const at = next < 0 ? end : start + 1 + next;
      const line = `\t${spec(one)}`;
      const apart = next < 0 ? ["", line] : [line, ""];
      lines.splice(at, 0, ...(groups.length === 0 ? [line] : apart));
    }
  }
  return eol === "\n" ? sortImports(lines.join(eol)) : lines.join(eol);
}

function spec({ path, name, aliased }: GoImport): string {
  return aliased ? `${name} "${path}"` : `"${path}"`;
}
