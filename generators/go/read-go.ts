/** The parts of a Go file that matter for adding to it and for pointing at places in it. */
export interface GoFile {
  readonly imports: readonly GoImport[];
  readonly types: readonly string[];
  /** Functions and methods, in the order of the file. */
  readonly functions: readonly GoFunction[];
}

export interface GoImport {
  readonly path: string;
  /** The package's name in the file: its alias, or else derived from the path. */
  readonly name: string;
  readonly aliased: boolean;
}

export interface GoFunction {
  /** The type of the receiver without the star; null for a function. */
  readonly receiver: string | null;
  readonly name: string;
  /** The line, from 1. */
  readonly line: number;
  /** The text between the name and the body. */
  readonly signature: string;
  /** The whole function, with its doc comment. */
  readonly text: string;
}

const notCode = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** Replaces the content of comments and literals with blanks, so that offsets stay and every brace is Go's. */
function maskGo(source: string): string {
  return source.replace(notCode, (text) => text.replace(/[^\n]/g, " "));
}

/** Reads a file that gofmt formatted, in which declarations start at the beginning of a line. */
export function readGo(source: string): GoFile {
  const masked = maskGo(source);
  return {
    imports: readImports(source, masked),
    types: [...masked.matchAll(/^type\s+(\w+)/gm)].map((match) => match[1] ?? ""),
    functions: [...masked.matchAll(/^func\s+(?:\(\s*(?:\w+\s+)?\*?(\w+)[^)]*\)\s*)?(\w+)/gm)].map((match) => {
      const { 0: head, 1: receiver = null, 2: name = "", index } = match;
      const from = index + head.length;
      const open = bodyOf(masked, from);
      const end = closing(masked, open);
      return {
        receiver,
        name,
        line: source.slice(0, index).split("\n").length,
        signature: source.slice(from, open).trim(),
        text: `${commentAbove(source, index)}${source.slice(index, end)}\n`,
      };
    }),
  };
}

function readImports(source: string, masked: string): readonly GoImport[] {
  const blocks = [...masked.matchAll(/^import\s*(\([^)]*\)|[^\n(]+)/gm)];
  const lines = blocks.flatMap(({ 0: text, index }) => source.slice(index, index + text.length).split("\n"));
  return lines.flatMap((line): readonly GoImport[] => {
    const [, alias, path] = /^(?:import\s+)?\s*(?:([\w.]+)\s+)?"([^"]+)"/.exec(line) ?? [];
    return path === undefined ? [] : [{ path, name: alias ?? lastPart(path), aliased: alias !== undefined }];
  });
}

/** The conventional name of a package whose import has no alias. */
function lastPart(path: string): string {
  const parts = path.split("/").filter((part) => !/^v\d+$/.test(part));
  return parts.at(-1) ?? path;
}

/** The offset of the body's opening brace: the first one outside parentheses. */
function bodyOf(masked: string, from: number): number {
  let depth = 0;
  for (let index = from; index < masked.length; index++) {
    const char = masked.charAt(index);
    if (char === "(" || char === "[") depth++;
    else if (char === ")" || char === "]") depth--;
    else if (char === "{" && depth === 0 && !/\binterface\s*$|\bstruct\s*$/.test(masked.slice(from, index)))
      return index;
    else if (char === "\n" && depth === 0) return index; // a function without a body
  }
  return masked.length;
}

/** The offset after the brace that closes the one at `open`. */
function closing(masked: string, open: number): number {
  let depth = 0;
  for (let index = open; index < masked.length; index++) {
    if (masked[index] === "{") depth++;
    if (masked[index] === "}" && --depth === 0) return index + 1;
    if (depth === 0) return index;
  }
  return masked.length;
}

/** The comment lines directly above a declaration. */
function commentAbove(source: string, index: number): string {
  const lines = source.slice(0, index).split("\n").slice(0, -1);
  let first = lines.length;
  while (first > 0 && lines[first - 1]?.startsWith("//")) first--;
  return lines
    .slice(first)
    .map((line) => `${line}\n`)
    .join("");
}
