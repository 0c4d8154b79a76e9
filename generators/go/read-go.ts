/** What is needed of a Go file to add to it, or to point at places in it. */
export interface GoFile {
  readonly imports: readonly GoImport[];
  readonly types: readonly string[];
  /** Functions and methods, in order. */
  readonly functions: readonly GoFunction[];
}

export interface GoImport {
  readonly path: string;
  /** The name it has in the file: its alias, else what the path ends with. */
  readonly name: string;
  readonly aliased: boolean;
}

export interface GoFunction {
  /** Type of the receiver, without the star; null for a function. */
  readonly receiver: string | null;
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** From the name to the body. */
  readonly signature: string;
  /** All of it, with the comment right above it. */
  readonly text: string;
}

const notCode = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** The same text with blanks for what is in comments and literals: places stay, and braces are Go's. */
function maskGo(source: string): string {
  return source.replace(notCode, (text) => text.replace(/[^\n]/g, " "));
}

/** Reads a gofmt-ed file: declarations begin at the start of a line. */
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

/** What a package is called by custom when its import has no alias. */
function lastPart(path: string): string {
  const parts = path.split("/").filter((part) => !/^v\d+$/.test(part));
  return parts.at(-1) ?? path;
}

/** Where the body's brace is: the first one outside parentheses. */
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

/** Behind the brace that closes the one at `open`. */
function closing(masked: string, open: number): number {
  let depth = 0;
  for (let index = open; index < masked.length; index++) {
    if (masked[index] === "{") depth++;
    if (masked[index] === "}" && --depth === 0) return index + 1;
    if (depth === 0) return index;
  }
  return masked.length;
}

/** The lines of comment that touch a declaration. */
function commentAbove(source: string, index: number): string {
  const lines = source.slice(0, index).split("\n").slice(0, -1);
  let first = lines.length;
  while (first > 0 && lines[first - 1]?.startsWith("//")) first--;
  return lines
    .slice(first)
    .map((line) => `${line}\n`)
    .join("");
}
