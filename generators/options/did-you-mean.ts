import { distance } from "fastest-levenshtein";

/**
 * The known word that was probably meant: the closest one within a few typing mistakes, or the only one that starts
 * like the given word.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const ranked = known
    .map((name) => ({ name, mistakes: distance(typed, name.toLowerCase()) }))
    .sort((a, b) => a.mistakes - b.mistakes);
  const [best] = ranked;
  if (best && best.mistakes <= Math.max(1, Math.floor(Math.min(typed.length, best.name.length) / 3)))
    return best.name;
  const begun = known.filter((name) => typed !== "" && name.toLowerCase().startsWith(typed));
  return begun.length === 1 ? begun[0] : undefined;
}

/** The hint for an unknown word: the word that was probably meant, if any, and the list of known words. */
export function didYouMean(meant: string | undefined, all: string): string {
  return meant === undefined ? all : `did you mean ${meant}? ${all}`;
}
