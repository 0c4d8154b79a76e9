import { UserError } from "../error.ts";
import type { FileTree } from "../files/file-tree.ts";
import type { LayerSource } from "../layers/layer.ts";
import { treeSource } from "../layers/tree-source.ts";
import { findPreset, type PresetShelf } from "./find-preset.ts";
import { parsePreset } from "./parse-preset.ts";
import type { Preset } from "./preset.ts";

const presetFile = "preset.json";

/** A preset with its layers. */
export interface LoadedPreset extends Preset {
  /** Layers that the preset brings, or null. */
  readonly layers: LayerSource | null;
}

interface LoadOptions {
  readonly spec: string;
  readonly cwd: string;
  readonly shelf: PresetShelf;
}

/**
 * Finds, reads and checks a preset and the manifests of its layers. If the spec names a version, the preset must have
 * it.
 */
export async function loadPreset({ spec, cwd, shelf }: LoadOptions): Promise<LoadedPreset> {
  const preset = readPreset(await findPreset({ spec, cwd, shelf }));
  const version = /.@(\d[^/@]*)$/.exec(spec)?.[1];
  if (version !== undefined && version !== preset.version) {
    throw new UserError(
      "preset",
      `the preset ${preset.name} is at version ${preset.version}, not ${version}`,
    );
  }
  return preset;
}

function readPreset(tree: FileTree): LoadedPreset {
  if (!tree.has(presetFile)) {
    throw new UserError("preset", `${tree.name} has no ${presetFile}`, {
      hint: "a preset is a folder or package with one",
    });
  }
  const preset = parsePreset(tree.read(presetFile), `${tree.name}/${presetFile}`);
  const layers = tree.list("templates").length > 0 ? treeSource(tree) : null;
  return { ...preset, layers };
}

/** The built-in presets, for lists and prompts. */
export async function listPresets(
  shelf: PresetShelf,
): Promise<readonly Pick<Preset, "name" | "version" | "description">[]> {
  const trees = await Promise.all(shelf.names.map((name) => shelf.tree(name)));
  return trees.map((tree) => parsePreset(tree.read(presetFile), `${tree.name}/${presetFile}`));
}
