import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderTree } from "../files/folder-tree.ts";
import type { PresetShelf } from "./find-preset.ts";

const root = fileURLToPath(new URL("../../presets", import.meta.url));

/** The presets in `presets/`. The bundle replaces this module with one that reads the same data from `dist/data`. */
export function builtinPresets(): PresetShelf {
  return {
    names: readdirSync(root).sort(),
    tree: async (name) => ({ ...folderTree(join(root, name)), name }),
  };
}
