import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";

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
  /** The file, relative to it, slash-separated. */
  readonly path: string;
  /** The other modules of its buf.yaml, where its imports may be. */
  readonly siblings: readonly string[];
}

/** The longest --proto-path, else the module of the nearest buf.yaml, else the folder that makes the path agree with the package. */
export function importRoot({ file, package: name, protoPaths, otherwise }: RootQuestion): ImportRoot {
  const named = longest(protoPaths, file);
  if (named !== undefined) return { ...named, siblings: [] };
  const modules = bufModules(dirname(file));
  const module = longest(modules, file);
  if (module !== undefined) return { ...module, siblings: modules.filter((path) => path !== module.root) };
  const root = packageRoot(dirname(file), name) ?? otherwise;
  return { root, path: below(root, file) ?? basename(file), siblings: [] };
}

/** The longest of the folders that the file is in: as they are named, else where links lead. */
function longest(folders: readonly string[], file: string): Pick<ImportRoot, "root" | "path"> | undefined {
  const sorted = folders.toSorted((a, b) => b.length - a.length);
  const find = (target: string, places: readonly (readonly [string, string])[]) => {
    for (const [root, place] of places) {
      const path = below(place, target);
      if (path !== undefined) return { root, path };
    }
    return undefined;
  };
  const lexical = find(
    file,
    sorted.map((folder) => [folder, folder]),
  );
  if (lexical !== undefined || folders.length === 0) return lexical;
  return find(
    join(realpathSync(dirname(file)), basename(file)),
    sorted.filter((folder) => existsSync(folder)).map((folder) => [folder, realpathSync(folder)]),
  );
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

/** The path of a file in a folder, undefined when it is not in it. */
function below(folder: string, file: string): string | undefined {
  const path = relative(folder, file);
  const inside =
    path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && resolve(folder, path) === file;
  return inside ? path.split(sep).join("/") : undefined;
}
