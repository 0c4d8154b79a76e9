import type { IdlModel } from "./model.ts";

/** A word, a string, a punctuation character or a comment of an IDL file. */
export interface Token {
  readonly text: string;
  /** Its offset in the file. */
  readonly at: number;
  /** The line, from 1. */
  readonly line: number;
  readonly isComment: boolean;
}

const patterns = {
  proto: /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[\w.]+|[^\s]/g,
  // Comments may begin with # too, and a string may span lines.
  thrift: /\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\["']|[^"])*"|'(?:\\["']|[^'])*'|[\w.]+|[^\s]/g,
} as const satisfies Record<IdlModel["kind"], RegExp>;

/** Splits an IDL file into tokens. Text that is not legal is split all the same: the compilers report it. */
export function tokensOf(text: string, kind: IdlModel["kind"]): readonly Token[] {
  let [line, end] = [1, 0];
  return [...text.matchAll(patterns[kind])].map(({ 0: found, index }) => {
    line += newlines(text.slice(end, index));
    end = index;
    const isComment = /^(\/\/|\/\*)/.test(found) || (kind === "thrift" && found.startsWith("#"));
    return { text: found, at: index, line, isComment };
  });
}

/** The number of line breaks in a text. */
export function newlines(text: string): number {
  return text.split("\n").length - 1;
}
