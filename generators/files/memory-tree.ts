import { UserError } from "../error.ts";
import type { FileTree } from "./file-tree.ts";
import { checkPath } from "./gate.ts";

/** A tree of files in memory: those of a tarball or of the bundle. */
export function memoryTree(name: string, files: ReadonlyMap<string, string>): FileTree {
  const paths = [...files.keys()].map(checkPath).sort();
  return {
    name,
    list: (folder) => paths.filter((path) => path.startsWith(`${folder}/`)),
    has: (path) => files.has(path),
    read: (path) => {
      const text = files.get(path);
      if (text === undefined) throw new UserError("missing-file", `${name} has no ${path}`);
      return text;
    },
  };
}
