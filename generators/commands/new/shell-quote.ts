/** A word that every common shell reads as itself, quoted when it must be: POSIX, PowerShell and, where possible, cmd. */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_/.,:=@+-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
