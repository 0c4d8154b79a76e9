import { UserError } from "../error.ts";
import type { Facts, GoTool, LayerManifest } from "../layers/manifest.ts";

/**
 * The go.mod and go.sum of every combination, as `go mod tidy` wrote them. Lines are kept once; a combination lists theirs, as
 * numbers and ranges, in order: `0-11 14`. Written by `npm run lock`.
 */
export interface ModuleLock {
  /** The go line of every go.mod. */
  readonly go: string;
  readonly lines: { readonly mod: readonly string[]; readonly sum: readonly string[] };
  /** The service's own module before its IDL imports anything, by `serviceKey`. */
  readonly services: Readonly<Record<string, LockedFiles>>;
  /** What importing a published proto adds to that, by its prefix: lines of requirements, and of go.sum. */
  readonly imports: Readonly<Record<string, LockedFiles>>;
  /** The module in `tools/`, by `toolsKey`. */
  readonly tools: Readonly<Record<string, LockedFiles>>;
}

export interface LockedFiles {
  readonly mod: string;
  readonly sum: string;
}

/** All that moves a service's requirements, but for the imports of its IDL: `<framework> <protocol> proto own none`. */
export function serviceKey({ framework, protocol, idl, source, store }: Facts): string {
  return [...framework, ...protocol, ...idl, ...source, ...store].join(" ");
}

export function toolsOf(manifests: readonly LayerManifest[], module: GoTool["module"]): readonly string[] {
  const tools = manifests.flatMap((manifest) => manifest.tools.filter((tool) => tool.module === module));
  return [...new Set(tools.map((tool) => tool.package))].sort();
}

export function toolsKey(manifests: readonly LayerManifest[]): string {
  return toolsOf(manifests, "tools").join(" ");
}

/** The two files of a combination, without go.mod's module line; of an import, what it adds to them. */
export function lockedFiles(
  lock: ModuleLock,
  table: "services" | "imports" | "tools",
  key: string,
): LockedFiles {
  const files = lock[table][key];
  if (files === undefined) {
    throw new UserError("no-lock", `no Go modules are locked for "${key}"`, {
      hint: "this combination of answers is not supported",
    });
  }
  return { mod: expand(files.mod, lock.lines.mod), sum: expand(files.sum, lock.lines.sum) };
}

function expand(ranges: string, lines: readonly string[]): string {
  const chosen = ranges.split(" ").flatMap((range) => {
    const [first = "", last = first] = range.split("-");
    return lines.slice(Number(first), Number(last) + 1);
  });
  return chosen.map((line) => `${line}\n`).join("");
}

/** The inverse of the ranges above: numbers lines, adding the new ones to the table. */
export function contract(text: string, table: Map<string, number>): string {
  const numbers = text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const known = table.get(line);
      if (known !== undefined) return known;
      table.set(line, table.size);
      return table.size - 1;
    });
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(" ");
}
