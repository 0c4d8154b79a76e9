import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

interface RootQuestion {
  /** Absolute. */
  readonly file: string;
  /** Of the file; empty when it has none. */
  readonly package: string;
  /** Absolute. */
  readonly protoPaths: readonly string[];
  /** Where to begin when nothing tells: the file's own folder, or the folder that was named. */
  readonly otherwise: string;
}

interface ImportRoot {
  /** The folder that imports of this file are relative to. */
  readonly root: string;
  /** The other modules of its buf.yaml, where its imports may be. */
  readonly siblings: readonly string[];
}

/** The longest --proto-path, else the module of the nearest buf.yaml, else the folder that makes the path agree with the package. */
export function importRoot({ file, package: name, protoPaths, otherwise }: RootQuestion): ImportRoot {
  const containing = protoPaths.filter((path) => contains(path, file)).sort((a, b) => b.length - a.length);
  if (containing[0] !== undefined) return { root: containing[0], siblings: [] };
  const modules = bufModules(dirname(file));
  const module = modules.filter((path) => contains(path, file)).sort((a, b) => b.length - a.length)[0];
  if (module !== undefined) return { root: module, siblings: modules.filter((path) => path !== module) };
  return { root: packageRoot(dirname(file), name) ?? otherwise, siblings: [] };
}

/** The folder below which a path agrees with a dotted name, if it does. */
export function packageRoot(folder: string, name: string): string | undefined {
  if (name === "") return undefined;
  const tail = name.split(".").join(sep);
  return folder.endsWith(sep + tail) ? folder.slice(0, -tail.length - 1) || sep : undefined;
}

/** The modules of the nearest buf.yaml, absolute; none without one. */
function bufModules(folder: string): readonly string[] {
  const file = join(folder, "buf.yaml");
  if (existsSync(file)) {
    const paths = modulePaths(readFileSync(file, "utf8"));
    return (paths.length === 0 ? ["."] : paths).map((path) => resolve(folder, path));
  }
  const parent = dirname(folder);
  return parent === folder ? [] : bufModules(parent);
}

/** Every `path:` of a buf.yaml, in block or flow style: only modules have one. */
function modulePaths(yaml: string): readonly string[] {
  const found = yaml
    .replace(/^\s*#.*$/gm, "")
    .matchAll(/(?<=^|[\s{,-])path:\s*(["']?)([^"'\n,}#]+?)\1\s*(?=[\n,}#]|$)/g);
  return [...found].flatMap((match) => (match[2] === undefined ? [] : [match[2]]));
}

function contains(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && resolve(folder, path) === file;
}
