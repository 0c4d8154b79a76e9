/** Inserts text at an offset, with the line endings of the source. */
export function insert(source: string, at: number, text: string): string {
  return `${source.slice(0, at)}${text.replaceAll("\n", eolOf(source))}${source.slice(at)}`;
}

/**
 * Inserts a method after the existing methods of a service, given the offsets of its braces. If both braces are on one
 * line, the closing one gets a line of its own.
 */
export function insertMethod(
  source: string,
  { open, close }: { readonly open: number; readonly close: number },
  method: string,
): string {
  const inside = source.slice(open + 1, close);
  const gap = inside.trim() === "" ? "" : "\n";
  return inside.includes("\n")
    ? insert(source, source.lastIndexOf("\n", close) + 1, `${gap}${method}`)
    : insert(source, close, `\n${gap}${method}`);
}

/** Appends text after an empty line. */
export function append(source: string, text: string): string {
  const ended = source.endsWith("\n") ? source : `${source}${eolOf(source)}`;
  return insert(ended, ended.length, `\n${text}`);
}

function eolOf(source: string): string {
  return source.includes("\r\n") ? "\r\n" : "\n";
}

/** The first indentation in a text; two spaces if there is none. */
export function indentOf(source: string): string {
  return /^([ \t]+)\S/m.exec(source.replace(/\/\*[\s\S]*?\*\//g, ""))?.[1] ?? "  ";
}
