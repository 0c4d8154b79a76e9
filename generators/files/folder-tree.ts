import { kindBelow, listFiles, readText } from "./disk.ts";
import type { FileTree } from "./file-tree.ts";

/** A folder on the disk, read through the path gate and never through a link. */
export function folderTree(root: string): FileTree {
  return {
    name: root,
    list: (folder) => listFiles(root, folder),
    has: (path) => kindBelow(root, path) !== "missing",
    read: (path) => readText(root, path),
  };
}
