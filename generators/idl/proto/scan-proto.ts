import { tokensOf } from "../tokens.ts";

/** The parts of a .proto file that are needed before buf reads it. */
export interface ProtoOutline {
  /** Empty when the file has none. */
  readonly package: string;
  /** The line of the package statement; 0 when there is none. */
  readonly packageLine: number;
  readonly imports: readonly ProtoImport[];
}

export interface ProtoImport {
  readonly path: string;
  readonly line: number;
  /** Whether it is an `import option` of editions, which generated code does not import. */
  readonly forOptions: boolean;
}

/** Reads the package and the imports of a .proto file. Other statements and mistakes are left to buf. */
export function scanProto(text: string): ProtoOutline {
  const imports: ProtoImport[] = [];
  let name = "";
  let packageLine = 0;
  let depth = 0;
  let statement: string[] = [];
  for (const { text: word, line, isComment } of tokensOf(text, "proto")) {
    if (isComment) continue;
    if (word === "{") depth++;
    if (word === "}") depth--;
    if (word !== ";" && word !== "{" && word !== "}") {
      statement.push(word);
      continue;
    }
    const [keyword, ...rest] = statement;
    statement = [];
    if (depth > 0 || word !== ";") continue;
    if (keyword === "package" && rest.length === 1) {
      name = rest[0] ?? "";
      packageLine = line;
    }
    const path = rest.at(-1);
    if (keyword !== "import" || path === undefined || !/^(["']).+\1$/.test(path)) continue;
    imports.push({ path: path.slice(1, -1), line, forOptions: rest[0] === "option" });
  }
  return { package: name, packageLine, imports };
}
