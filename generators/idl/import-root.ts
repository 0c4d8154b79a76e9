import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";

interface RootQuestion {
  /** Absolute. */
  readonly file: string;
  /** The file's package; empty when it has none. */
  readonly package: string;
  /** Absolute. */
  readonly protoPaths: readonly string[];
  /** The root if nothing else determines it: the file's own folder, or the folder that was named. */
  readonly otherwise: string;
}

interface ImportRoot {
  /** The folder that the file's imports are relative to. */
  readonly root: string;
  /** The file's path relative to the root, slash-separated. */
  readonly path: string;
  /** The other modules of its buf.yaml, which its imports may be in. */
  readonly siblings: readonly string[];
}

/**
 * Finds the import root of a file: the longest --proto-path that contains it, else its module in the nearest buf.yaml,
 * else the folder below which its path agrees with its package.
 */
export function importRoot({ file, package: name, protoPaths, otherwise }: RootQuestion): ImportRoot {
  const named = longest(protoPaths, file);
  if (named !== undefined) return { ...named, siblings: [] };
  const modules = bufModules(dirname(file));
  const module = longest(modules, file);
  if (module !== undefined) return { ...module, siblings: modules.filter((path) => path !== module.root) };
  const root = packageRoot(dirname(file), name) ?? otherwise;
  return { root, path: below(root, file) ?? basename(file), siblings: [] };
}

/** The longest of the folders that contain the file: by their names, or else after resolving links. */
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

/** The folder below which a path agrees with a dotted name, if there is one. */
export function packageRoot(folder: string, name: string): string | undefined {
  if (name === "") return undefined;
  const tail = name.split(".").join(sep);
  return folder.endsWith(sep + tail) ? folder.slice(0, -tail.length - 1) || sep : undefined;
}

/** The absolute paths of the modules in the nearest buf.yaml; empty without one. */
function bufModules(folder: string): readonly string[] {
  const file = join(folder, "buf.yaml");
  if (existsSync(file)) {
    const paths = modulePaths(readFileSync(file, "utf8"));
    return (paths.length === 0 ? ["."] : paths).map((path) => resolve(folder, path));
  }
  const parent = dirname(folder);
  return parent === folder ? [] : bufModules(parent);
}

/** The values of `path:` in a buf.yaml, in block or flow style. Only modules have one. */
function modulePaths(yaml: string): readonly string[] {
  const found = yaml
    .replace(/^\s*#.*$/gm, "")
    .matchAll(/(?<=^|[\s{,-])path:\s*(["']?)([^"'\n,}#]+?)\1\s*(?=[\n,}#]|$)/g);
  return [...found].flatMap((match) => (match[2] === undefined ? [] : [match[2]]));
}

/** The path of a file relative to a folder, or undefined when it is not inside. */
function below(folder: string, file: string): string | undefined {
  const path = relative(folder, file);
  const inside =
    path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && resolve(folder, path) === file;
  return inside ? path.split(sep).join("/") : undefined;
}
