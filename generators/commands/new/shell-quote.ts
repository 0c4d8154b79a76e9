/**
 * Quotes a word where a shell would not read it literally. Covers POSIX shells and PowerShell, and cmd where possible.
 */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_/.,:=@+-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
