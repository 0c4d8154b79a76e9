import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LayerManifest } from "../../generators/layers/manifest.ts";
import { parseManifest } from "../../generators/layers/parse-manifest.ts";
import { root } from "../../scripts/toolchain.mjs";
import { folderFiles } from "./folder.ts";

/** The manifest of every layer of `templates/`, by id. */
export const manifests: readonly LayerManifest[] = folderFiles(join(root, "templates"))
  .filter(([path]) => path.endsWith("/layer.json"))
  .map(([path, file]) =>
    parseManifest(readFileSync(file, "utf8"), { id: path.slice(0, -"/layer.json".length), file }),
  );

/** Choices of an option that the layers offer. */
export function choices(option: string): readonly string[] {
  return manifests.flatMap(({ offers }) => (offers?.option === option ? [offers.choice] : []));
}
