import { newlines, tokensOf } from "../tokens.ts";

/**
 * What is needed of a file in addition to the output of the Thrift generator: includes, and the lines and comments, which
 * thriftgo does not keep.
 */
export interface ThriftOutline {
  /** The namespace for Go; empty when there is none. */
  readonly namespace: string;
  readonly includes: readonly ThriftInclude[];
  /** Types, constants and services, in the order of the file. */
  readonly definitions: readonly ThriftDefinition[];
}

export interface ThriftInclude {
  readonly path: string;
  readonly line: number;
}

export interface ThriftDefinition extends ThriftName {
  /** The functions of a service; empty for other definitions. */
  readonly functions: readonly ThriftName[];
}

export interface ThriftName {
  readonly name: string;
  readonly line: number;
  /** The text of the comment, without markers. */
  readonly comment: string;
}

interface CommentedToken {
  readonly text: string;
  readonly line: number;
  /** The comment directly above, if the token is the first on its line. */
  readonly comment: string;
}

const keywords: readonly string[] = ["const", "enum", "exception", "service", "struct", "typedef", "union"];

/** Reads the outline of a .thrift file. Mistakes are left to the Thrift generator. */
export function scanThrift(text: string): ThriftOutline {
  const tokens = commentedTokens(text);
  const includes: ThriftInclude[] = [];
  const definitions: ThriftDefinition[] = [];
  let namespace = "";
  let depth = 0;
  tokens.forEach((token, index) => {
    const [next, afterNext] = [tokens[index + 1], tokens[index + 2]];
    if (token.text === "{" || token.text === "(" || token.text === "[") depth++;
    if (token.text === "}" || token.text === ")" || token.text === "]") depth--;
    if (depth > 0 || next === undefined) return;
    if (token.text === "include" && /^(["']).+\1$/.test(next.text)) {
      includes.push({ path: next.text.slice(1, -1), line: token.line });
    }
    if (token.text === "namespace" && next.text === "go") namespace = afterNext?.text ?? "";
    if (!keywords.includes(token.text)) return;
    const name = nameOf(tokens, index);
    if (name === undefined) return;
    const functions = token.text === "service" ? functionsOf(tokens, tokens.indexOf(name)) : [];
    definitions.push({ name: name.text, line: name.line, comment: token.comment, functions });
  });
  return { namespace, includes, definitions };
}

function commentedTokens(text: string): readonly CommentedToken[] {
  const tokens: CommentedToken[] = [];
  let above: string[] = [];
  let lastLine = 0;
  for (const { text: found, line, isComment } of tokensOf(text, "thrift")) {
    if (isComment) {
      // A comment at the end of a line belongs to that line. An empty line separates a comment from what follows.
      if (line > lastLine + 1) above = [];
      if (line > (tokens.at(-1)?.line ?? 0)) above.push(stripMarkers(found));
    } else {
      const comment = line > lastLine + 1 ? "" : above.join("\n");
      tokens.push({ text: found, line, comment: line > (tokens.at(-1)?.line ?? 0) ? comment : "" });
      above = [];
    }
    lastLine = line + newlines(found);
  }
  return tokens;
}

function stripMarkers(comment: string): string {
  if (!comment.startsWith("/*")) return comment.replace(/^(\/\/+|#+)\s?/, "");
  const lines = comment
    .replace(/^\/\*+/, "")
    .replace(/\*+\/$/, "")
    .split("\n");
  return lines.map((line) => line.replace(/^\s*\*+\s?/, "")).join("\n");
}

/**
 * The name of a definition: Order for `struct Order {`, Sizes for `typedef map<string, i64> Sizes`, MAX for `const i32
 * MAX = 3`.
 */
function nameOf(tokens: readonly CommentedToken[], keyword: number): CommentedToken | undefined {
  const kind = tokens[keyword]?.text;
  if (kind !== "typedef" && kind !== "const") return tokens[keyword + 1];
  let index = keyword + 2;
  if (tokens[index]?.text === "<") index = afterClosing(tokens, index);
  if (tokens[index]?.text === "(") index = afterClosing(tokens, index);
  return tokens[index];
}

/** The functions of a service: a type, a name, arguments, and optional clauses. */
function functionsOf(tokens: readonly CommentedToken[], service: number): readonly ThriftName[] {
  const is = (index: number, ...texts: readonly string[]) => texts.includes(tokens[index]?.text ?? "}");
  const functions: ThriftName[] = [];
  let index = tokens.findIndex(({ text }, at) => at > service && text === "{") + 1;
  while (index > 0 && !is(index, "}")) {
    const start = tokens[index];
    // Annotations of the type are in parentheses too, but start with a name and `=`.
    while (!is(index, "}") && !(is(index + 1, "(") && !is(index + 3, "="))) index++;
    const name = tokens[index];
    if (start === undefined || name === undefined || name.text === "}") break;
    functions.push({ name: name.text, line: name.line, comment: start.comment });
    index = afterClosing(tokens, index + 1);
    if (is(index, "throws")) index = afterClosing(tokens, index + 1);
    if (is(index, "(")) index = afterClosing(tokens, index);
    if (is(index, ",", ";")) index++;
  }
  return functions;
}

const closing: Readonly<Record<string, string>> = { "(": ")", "<": ">" };

/** The index after the bracket that closes this one. */
function afterClosing(tokens: readonly CommentedToken[], open: number): number {
  const opening = tokens[open]?.text ?? "";
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const text = tokens[index]?.text;
    if (text === opening) depth++;
    if (text === closing[opening]) depth--;
    if (depth === 0) return index + 1;
  }
  return tokens.length;
}
