import { it } from "vitest";
import type { Pair } from "./pairs.ts";

/**
 * Names the pairs that a suite does not test, and why, as skipped tests: `npm test` fails when a file that tests pairs does
 * not name every one of them.
 */
export function leaveOut(pairs: readonly Pair[], reason: string): void {
  it.skip.each(pairs)(`$title is left out: ${reason}`, () => {});
}
