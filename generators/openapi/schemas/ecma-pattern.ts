/**
 * A regular expression that JSON Schema takes (ECMA-262, with Unicode) and that matches what Go's matches (RE2). Undefined where it
 * takes more than another spelling.
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

/** An escape, the start of a class or a group, or one character. */
const tokens = /\\(?:[pP]\{[^}]*\}|.)|\[\^?\]?|\(\?:?|./gsu;

/** What `\s` is in RE2; in ECMA-262 it has more. */
const space = "\\t\\n\\f\\r ";

function outside(token: string): string | undefined {
  // Flags and names; a class that begins with a bracket, which is an empty one in ECMA-262.
  if (token === "(?" || /^\[\^?\]$/.test(token)) return undefined;
  if (token === ".") return "[^\\n]";
  if (token === "\\A") return "^";
  if (token === "\\z") return "$";
  if (token === "\\s") return `[${space}]`;
  if (token === "\\S") return `[^${space}]`;
  return escaped(token, /[\^$\\.*+?()[\]{}|/]/);
}

function withinClass(token: string): string | undefined {
  // Of [:alpha:], or a bracket that ECMA-262 wants escaped.
  if (token.startsWith("[")) return token === "[" ? "\\[" : undefined;
  if (token === "\\s") return space;
  if (token === "\\S") return undefined;
  return escaped(token, /[\^$\\.*+?()[\]{}|/-]/);
}

/** Both escape letters alike, where they have them; RE2 any punctuation, ECMA-262 its own. */
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
