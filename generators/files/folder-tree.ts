import { kindBelow, listFiles, readText } from "./disk.ts";
import type { FileTree } from "./file-tree.ts";

/** A folder on the disk. Every path passes the gate, and links are never followed. */
export function folderTree(root: string): FileTree {
  return {
    name: root,
    list: (folder) => listFiles(root, folder),
    has: (path) => kindBelow(root, path) !== "missing",
    read: (path) => readText(root, path),
  };
}
