/**
 * Whether a version such as `1.26.8` or `1.27rc1` is at least the minimum. Anything after a number's digits is
 * ignored.
 */
export function atLeast(version: string, floor: string): boolean {
  const [have, want] = [version, floor].map((text) =>
    text.split(".").map((part) => Number.parseInt(part, 10) || 0),
  );
  for (const [index, wanted] of (want ?? []).entries()) {
    const had = have?.[index] ?? 0;
    if (had !== wanted) return had > wanted;
  }
  return true;
}
