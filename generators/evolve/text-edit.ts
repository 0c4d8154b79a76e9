/** Puts `text` into `source` at a place, with the line ends that are there. */
export function insert(source: string, at: number, text: string): string {
  return `${source.slice(0, at)}${text.replaceAll("\n", eolOf(source))}${source.slice(at)}`;
}

/**
 * Puts a method behind those of a service, which is between its braces. The closing one keeps its line; where both share one, it gets
 * its own.
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

/** Puts `text` behind an empty line at the end. */
export function append(source: string, text: string): string {
  const ended = source.endsWith("\n") ? source : `${source}${eolOf(source)}`;
  return insert(ended, ended.length, `\n${text}`);
}

function eolOf(source: string): string {
  return source.includes("\r\n") ? "\r\n" : "\n";
}

/** The first indentation in a text, two spaces where there is none. */
export function indentOf(source: string): string {
  return /^([ \t]+)\S/m.exec(source.replace(/\/\*[\s\S]*?\*\//g, ""))?.[1] ?? "  ";
}
