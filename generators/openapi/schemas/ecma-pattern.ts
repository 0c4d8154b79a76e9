/**
 * Converts a regular expression of Go (RE2) to one of JSON Schema (ECMA-262, with Unicode) that matches the same.
 * Undefined where that takes more than another spelling.
 */
export function ecmaPattern(re2: string): string | undefined {
  let inClass = false;
  let known = true;
  const written = re2.replace(tokens, (token) => {
    const text = inClass ? withinClass(token) : outside(token);
    if (token.startsWith("[")) inClass = true;
    if (token === "]") inClass = false;
    known &&= text !== undefined;
    return text ?? token;
  });
  return known && isRegExp(written) ? written : undefined;
}

/** Matches an escape, the start of a class or a group, or one character. */
const tokens = /\\(?:[pP]\{[^}]*\}|.)|\[\^?\]?|\(\?:?|./gsu;

/** The meaning of `\s` in RE2, which is wider in ECMA-262. */
const space = "\\t\\n\\f\\r ";

function outside(token: string): string | undefined {
  // Flags, named groups, and a class that starts with a bracket, which would be empty in ECMA-262.
  if (token === "(?" || /^\[\^?\]$/.test(token)) return undefined;
  if (token === ".") return "[^\\n]";
  if (token === "\\A") return "^";
  if (token === "\\z") return "$";
  if (token === "\\s") return `[${space}]`;
  if (token === "\\S") return `[^${space}]`;
  return escaped(token, /[\^$\\.*+?()[\]{}|/]/);
}

function withinClass(token: string): string | undefined {
  // A class such as [:alpha:], or a bracket that ECMA-262 requires to be escaped.
  if (token.startsWith("[")) return token === "[" ? "\\[" : undefined;
  if (token === "\\s") return space;
  if (token === "\\S") return undefined;
  return escaped(token, /[\^$\\.*+?()[\]{}|/-]/);
}

/** Both syntaxes share the escapes of letters. RE2 allows any punctuation to be escaped, ECMA-262 only its own. */
function escaped(token: string, syntax: RegExp): string {
  const [slash, char = ""] = token;
  return slash === "\\" && token.length === 2 && !/\w/.test(char) && !syntax.test(char) ? char : token;
}

function isRegExp(source: string): boolean {
  try {
    return new RegExp(source, "u") !== undefined;
  } catch {
    return false;
  }
}
