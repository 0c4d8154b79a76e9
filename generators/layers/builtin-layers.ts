import { fileURLToPath } from "node:url";
import { folderTree } from "../files/folder-tree.ts";
import type { LayerSource } from "./layer.ts";
import { treeSource } from "./tree-source.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The layers in `templates/`. The bundle replaces this module with one that reads the same data from `dist/data`. */
export async function builtinLayers(): Promise<LayerSource> {
  return treeSource({ ...folderTree(root), name: "create-gomicro" });
}
