import { joinName } from "../../go/join-name.ts";
import type { GoPackage } from "../model.ts";
import type { LocalPackage } from "./local-packages.ts";

/** A published Go package, from a file's go_package: `path` or `path;name`. */
interface KnownFile {
  readonly file: string;
  readonly goPackage: string;
}

/**
 * The Go package of each file, with a unique import alias. Where two would be the same, the alias includes more of the
 * path.
 */
export function goPackages(
  packages: ReadonlyMap<string, LocalPackage>,
  known: readonly KnownFile[],
): ReadonlyMap<string, GoPackage> {
  const local = [...packages].map(([file, { path, name }]) => ({
    file,
    path,
    name,
    local: true,
  }));
  const others = known.map(({ file, goPackage }) => {
    const [path = "", name] = goPackage.split(";");
    return { file, path, name: joinName([name ?? path.slice(path.lastIndexOf("/") + 1)], 1), local: false };
  });
  const all = [...local, ...others];
  const aliases = assign(new Map(all.map(({ path, name }) => [path, name])));
  return new Map(
    all.map(({ file, path, local: own }) => [file, { alias: aliases.get(path) ?? "pb", path, local: own }]),
  );
}

/**
 * Assigns an alias to each path. Where several paths want the same one, it includes more of their path and finally a
 * number.
 */
function assign(wanted: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const paths = [...wanted.keys()].sort();
  const taken = new Map<string, string>();
  const used = new Set<string>();
  const wishes = new Map<string, number>();
  for (const name of wanted.values()) wishes.set(name, (wishes.get(name) ?? 0) + 1);
  for (const path of paths) {
    const parts = path.split("/");
    const shared = (wishes.get(wanted.get(path) ?? "pb") ?? 0) > 1;
    const candidates = parts.map((_, index) => joinName(parts, index + (shared ? 2 : 1)));
    if (!shared) candidates.unshift(wanted.get(path) ?? "pb");
    const alias = candidates.find((candidate) => !used.has(candidate)) ?? `${candidates.at(-1)}${taken.size}`;
    used.add(alias);
    taken.set(path, alias);
  }
  return taken;
}
