import { fileURLToPath } from "node:url";
import { folderTree } from "../files/folder-tree.ts";
import type { LayerSource } from "./layer.ts";
import { treeSource } from "./tree-source.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The layers of `templates/`. The bundle has the same as data, in the place of this module. */
export async function builtinLayers(): Promise<LayerSource> {
  return treeSource({ ...folderTree(root), name: "create-gomicro" });
}
