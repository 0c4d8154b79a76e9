import type { IdlModel } from "./model.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** The parts of an IDL file that matter for adding to it, for both kinds of IDL. */
export interface IdlOutline {
  /** The package, or Thrift's namespace for Go; empty when there is none. */
  readonly package: string;
  readonly services: readonly OutlinedService[];
  /** The names of top-level messages, structs, enums and other types. */
  readonly types: readonly string[];
  /** The offset after the last statement of the file's head: syntax, package, namespace, imports and file options. */
  readonly headEnd: number;
  /** The offset after the last import; null when there is none. */
  readonly importsEnd: number | null;
  readonly imports: readonly string[];
}

/** A service in an IDL file. */
export interface OutlinedService {
  readonly name: string;
  /** The names of its methods. */
  readonly methods: readonly string[];
  /** The offsets of its braces. */
  readonly open: number;
  readonly close: number;
}

const typeWords = new Set(["message", "enum", "struct", "union", "exception", "typedef"]);
const headWords = new Set(["syntax", "edition", "package", "import", "option", "namespace", "include"]);

/** Reads the outline of an IDL file. Text that is not a declaration is skipped: the compilers report it. */
export function outlineIdl(source: string, kind: IdlModel["kind"]): IdlOutline {
  const tokens = tokensOf(source, kind).filter(({ isComment }) => !isComment);
  const services: OutlinedService[] = [];
  const types: string[] = [];
  const imports: string[] = [];
  let name = "";
  let headEnd = 0;
  let importsEnd: number | null = null;
  let depth = 0;
  for (const [index, { text, at }] of tokens.entries()) {
    if (text === "{") depth++;
    if (text === "}") depth--;
    if (depth > 0) continue;
    const [second, third] = [tokens[index + 1], tokens[index + 2]];
    if (typeWords.has(text) && second) types.push(text === "typedef" ? (third?.text ?? "") : second.text);
    if (text === "service" && second) {
      const found = readService(tokens, index);
      if (found) services.push(found);
    }
    const starts = headWords.has(text) && (index === 0 || startsLine(source, at));
    if (!starts) continue;
    const end = endOfStatement(source, tokens, index);
    headEnd = Math.max(headEnd, end);
    if (text === "package" && second) name = second.text;
    if (text === "namespace" && second?.text === "go" && third) name = third.text;
    if (text === "import" || text === "include") {
      importsEnd = end;
      imports.push(quotedIn(source.slice(at, end)));
    }
  }
  return { package: name, services, types, headEnd, importsEnd, imports };
}

function startsLine(source: string, at: number): boolean {
  return /(^|[\n;])[ \t\uFEFF]*$/.test(source.slice(0, at));
}

function quotedIn(text: string): string {
  return /["']([^"']*)["']/.exec(text)?.[1] ?? "";
}

/**
 * The offset after the statement's semicolon and the comment on its line. Statements of Thrift's head end with their
 * line.
 */
function endOfStatement(source: string, tokens: readonly Token[], index: number): number {
  const from = tokens[index]?.at ?? 0;
  const newline = source.indexOf("\n", from);
  const line = newline < 0 ? source.length : newline;
  const thrift = /^(namespace|include)\b/.test(source.slice(from));
  const semicolon = tokens.slice(index).find(({ text }) => text === ";");
  if (thrift || semicolon === undefined) return line;
  const behind = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*\r?(\n|$)))/.exec(
    source.slice(semicolon.at + 1),
  );
  return semicolon.at + 1 + (behind?.[0].length ?? 0);
}

function readService(tokens: readonly Token[], index: number): OutlinedService | undefined {
  const name = tokens[index + 1]?.text ?? "";
  const first = tokens.findIndex(({ text }, at) => at > index && text === "{");
  const open = tokens[first];
  if (open === undefined) return undefined;
  const methods: string[] = [];
  let depth = 0;
  for (const [at, { text, at: place }] of tokens.entries()) {
    if (at < first) continue;
    if (text === "{") depth++;
    if (text === "}" && --depth === 0) return { name, methods, open: open.at, close: place };
    const next = tokens[at + 1]?.text;
    const proto = depth === 1 && text === "rpc" && next !== undefined;
    if (proto) methods.push(next);
    const thrift = depth === 1 && next === "(" && /^\w+$/.test(text) && !/^(throws|returns)$/.test(text);
    if (thrift && tokens[at - 1]?.text !== "rpc") methods.push(text);
  }
  return undefined;
}
