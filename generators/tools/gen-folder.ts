/** The folder of the generated code. `buf generate` empties it before it writes, so it holds nothing else. */
export const genFolder = "gen";

export function isBelowGen(path: string): boolean {
  return path.startsWith(`${genFolder}/`);
}
