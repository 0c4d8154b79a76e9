import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/toolchain.mjs";
import { folderFiles } from "./folder.ts";

/**
 * What makes a golden's folder a delta: the folder holds the files that differ from the base, and these are the paths of the
 * base that the service does not have. A folder without a delta file is a whole service.
 */
export interface Delta {
  /** Name of another golden. */
  readonly base: string;
  /** Sorted. */
  readonly absent: readonly string[];
}

export const goldens = join(root, "test", "golden");
export const deltaName = "delta.json";

/** Every file of a golden's service: its path there → the file in a golden's folder that has its bytes. */
export function goldenFiles(name: string, below = goldens): ReadonlyMap<string, string> {
  return withBases(name, below, []);
}

/** The text of every file of a golden's service, by path. */
export function readGolden(name: string, below = goldens): ReadonlyMap<string, string> {
  const files = [...goldenFiles(name, below)];
  return new Map(files.map(([path, file]) => [path, readFileSync(file, "utf8")]));
}

/** What a golden's own folder holds. */
export function readLayer(
  name: string,
  below = goldens,
): { readonly files: ReadonlyMap<string, string>; readonly delta: Delta | undefined } {
  const files = new Map(folderFiles(join(below, name)));
  const file = files.get(deltaName);
  files.delete(deltaName);
  return { files, delta: file === undefined ? undefined : parseDelta(file) };
}

/** The smallest delta from the base's files to a service's. */
export function deltaBetween(
  base: ReadonlyMap<string, string>,
  service: ReadonlyMap<string, string>,
): { readonly differing: readonly string[]; readonly absent: readonly string[] } {
  return {
    differing: [...service].filter(([path, text]) => base.get(path) !== text).map(([path]) => path),
    absent: [...base.keys()].filter((path) => !service.has(path)).sort(),
  };
}

function withBases(name: string, below: string, above: readonly string[]): ReadonlyMap<string, string> {
  if (above.includes(name)) throw new Error(`goldens are each other's bases: ${[...above, name].join(", ")}`);
  const { files, delta } = readLayer(name, below);
  if (delta === undefined) return files;
  const all = new Map(withBases(delta.base, below, [...above, name]));
  for (const path of delta.absent) all.delete(path);
  for (const [path, file] of files) all.set(path, file);
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parseDelta(file: string): Delta {
  const { base, absent }: Record<string, unknown> = JSON.parse(readFileSync(file, "utf8"));
  if (typeof base !== "string" || !Array.isArray(absent)) throw new Error(`${file}: no base or no absent`);
  return { base, absent: absent.map(String) };
}
