import type { ComparedFile } from "./compare.ts";

const context = 3;
/**
 * Beyond this many edits, the differing middle is shown as replaced: the search is quadratic in the number of edits.
 */
const mostEdits = 1500;

interface Edit {
  readonly kind: " " | "-" | "+";
  readonly line: string;
}

/** The changes that applying would make, as `git diff` prints them. */
export function diffPlan(files: readonly ComparedFile[]): string {
  return files
    .filter(({ status }) => status !== "same")
    .map(({ file, existing }) => unifiedDiff({ path: file.path, before: existing, after: file.content }))
    .join("");
}

/** A unified diff of one file; `before` is null for a new one. Empty when nothing differs. */
export function unifiedDiff({
  path,
  before,
  after,
}: {
  path: string;
  before: string | null;
  after: string;
}): string {
  const edits = diffLines(splitLines(before ?? ""), splitLines(after));
  const hunks = hunksOf(edits);
  if (hunks === "") return "";
  return `--- ${before === null ? "/dev/null" : `a/${path}`}\n+++ b/${path}\n${hunks}`;
}

/** Lines with their line endings, so that a missing last newline is a difference. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffLines(a: readonly string[], b: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++;
  const same = (line: string): Edit => ({ kind: " ", line });
  return [
    ...a.slice(0, start).map(same),
    ...shortestEdits(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

/**
 * Myers' greedy search: `reach[k]` is how far into `a` a path on diagonal k gets. The rows are kept for walking back.
 */
function shortestEdits(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const rows: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let depth = 0; depth <= Math.min(a.length + b.length, mostEdits); depth++) {
    const next = new Map<number, number>();
    rows.push(reach);
    for (let k = -depth; k <= depth; k += 2) {
      const down = reach.get(k + 1) ?? -1;
      const right = reach.get(k - 1) ?? -1;
      let x = k === -depth || (k !== depth && right < down) ? down : right + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(rows, a, b);
    }
    reach = next;
  }
  return [...a.map((line): Edit => ({ kind: "-", line })), ...b.map((line): Edit => ({ kind: "+", line }))];
}

function walkBack(
  rows: readonly Map<number, number>[],
  a: readonly string[],
  b: readonly string[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let x = a.length;
  let y = b.length;
  const keep = (until: number): void => {
    for (; x > until; x--, y--) edits.push({ kind: " ", line: a[x - 1] ?? "" });
  };
  for (let depth = rows.length - 1; depth > 0; depth--) {
    const reach = rows[depth] ?? new Map<number, number>();
    const k = x - y;
    const down = reach.get(k + 1) ?? -1;
    const right = reach.get(k - 1) ?? -1;
    if (k === -depth || (k !== depth && right < down)) {
      keep(down);
      edits.push({ kind: "+", line: b[--y] ?? "" });
    } else {
      keep(right + 1);
      edits.push({ kind: "-", line: a[--x] ?? "" });
    }
  }
  keep(0);
  return edits.reverse();
}

function hunksOf(edits: readonly Edit[]): string {
  const changes = edits.flatMap(({ kind }, index) => (kind === " " ? [] : [index]));
  const groups: [number, number][] = [];
  for (const index of changes) {
    const last = groups.at(-1);
    if (last && index - last[1] <= 2 * context) last[1] = index;
    else groups.push([index, index]);
  }
  let [seen, lineA, lineB] = [0, 0, 0];
  return groups
    .map(([first, last]) => {
      const from = Math.max(first - context, 0);
      for (const { kind } of edits.slice(seen, from)) {
        if (kind !== "+") lineA++;
        if (kind !== "-") lineB++;
      }
      seen = from;
      return printHunk(edits.slice(from, last + context + 1), lineA, lineB);
    })
    .join("");
}

function printHunk(edits: readonly Edit[], lineA: number, lineB: number): string {
  const range = (mark: "+" | "-", before: number): string => {
    const count = edits.filter(({ kind }) => kind === " " || kind === mark).length;
    return `${mark}${count === 0 ? before : before + 1}${count === 1 ? "" : `,${count}`}`;
  };
  const body = edits.map(
    ({ kind, line }) => `${kind}${line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`}`,
  );
  return `@@ ${range("-", lineA)} ${range("+", lineB)} @@\n${body.join("")}`;
}
