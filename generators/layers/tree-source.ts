import { UserError } from "../error.ts";
import type { FileTree } from "../files/file-tree.ts";
import { checkFates } from "./fate.ts";
import { createEngine, type Engine, lazyTemplate, type Render } from "./handlebars.ts";
import type { Layer, LayerFile, LayerSource } from "./layer.ts";
import { parseManifest } from "./parse-manifest.ts";
import { readTemplateName } from "./read-template-name.ts";

export interface LayerFolder {
  readonly id: string;
  readonly files: readonly string[];
}

const manifestName = "layer.json";

/**
 * The layers in a tree of files: each folder below `templates/` with a `layer.json`. Manifests are read at once, other
 * files when a layer is loaded.
 */
export function treeSource(tree: FileTree, root = "templates"): LayerSource {
  const folders = layerFolders(tree, root);
  const manifests = folders.map(({ id }) => {
    const file = `${root}/${id}/${manifestName}`;
    return parseManifest(tree.read(file), { id, file: `${tree.name}/${file}` });
  });
  return {
    manifests,
    load: async (id) => {
      const folder = folders.find((candidate) => candidate.id === id);
      const manifest = manifests.find((candidate) => candidate.id === id);
      if (!folder || !manifest) throw new Error(`no layer ${id} in ${tree.name}`);
      return readLayer({ tree, root, folder, manifest });
    },
  };
}

interface ReadLayer {
  readonly tree: FileTree;
  readonly root: string;
  readonly folder: LayerFolder;
  readonly manifest: Layer["manifest"];
}

async function readLayer({ tree, root, folder, manifest }: ReadLayer): Promise<Layer> {
  const engine = folder.files.some((file) => file.endsWith(".hbs")) ? await compiler() : undefined;
  const files = folder.files.map((file): LayerFile => {
    const text = tree.read(`${root}/${folder.id}/${file}`);
    const { path, kind, fragment } = readTemplateName(file);
    const render: Render = kind === "hbs" && engine ? lazyTemplate(engine, text) : () => text;
    return { source: `${folder.id}/${file}`, path, fragment, render };
  });
  checkFates(
    manifest,
    files.map(({ path }) => path),
  );
  return { manifest, files };
}

async function compiler(): Promise<Engine> {
  const { default: handlebars } = await import("handlebars");
  return createEngine(handlebars);
}

/** Finds the layers: a folder with a manifest, with everything below it. A file outside every layer is an error. */
export function layerFolders(tree: FileTree, root: string): readonly LayerFolder[] {
  const paths = tree.list(root).map((path) => path.slice(root.length + 1));
  const marked = paths.filter((path) => path.endsWith(`/${manifestName}`));
  const ids = marked
    .map((path) => path.slice(0, -manifestName.length - 1))
    .filter((id, _, all) => !all.some((other) => id.startsWith(`${other}/`)));
  const ownerOf = (path: string) => ids.find((id) => path.startsWith(`${id}/`));
  const stray = paths.find((path) => ownerOf(path) === undefined);
  if (stray !== undefined) {
    throw new UserError("layer-file", `${tree.name}/${root}/${stray} belongs to no layer`, {
      hint: `a layer is a folder with a ${manifestName}`,
    });
  }
  return ids.sort().map((id) => ({
    id,
    files: paths
      .filter((path) => ownerOf(path) === id && path !== `${id}/${manifestName}`)
      .map((path) => path.slice(id.length + 1)),
  }));
}
