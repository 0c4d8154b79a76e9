import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import handlebars from "handlebars";
import { UserError } from "../../generators/error.ts";
import { folderTree } from "../../generators/files/folder-tree.ts";
import type { BundledFile } from "../../generators/layers/bundle-source.ts";
import { compileOptions } from "../../generators/layers/handlebars.ts";
import { parseManifest } from "../../generators/layers/parse-manifest.ts";
import { readTemplateName } from "../../generators/layers/read-template-name.ts";
import { type LayerFolder, layerFolders } from "../../generators/layers/tree-source.ts";
import { builtinModules } from "../../generators/modules/builtin-modules.ts";
import { builtinTools } from "../../generators/tools/builtin-tools.ts";
import type { ExpectedTools } from "../../generators/tools/expected-tools.ts";

/** Puts what `data/` has in the place of the modules that read the folders of this repository. */
export function builtinData(): Plugin {
  return {
    name: "data",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/templates\.js$/ }, ({ path }) => ({ path, external: true }));
      for (const [module, contents] of Object.entries(builtins)) {
        const filter = new RegExp(`[\\\\/]generators[\\\\/]${module.replace("/", "[\\\\/]")}\\.ts$`);
        onLoad({ filter }, ({ path }) => ({ contents, resolveDir: dirname(path) }));
      }
    },
  };
}

const reader = `import { readFileSync } from "node:fs";
import { join } from "node:path";
const read = (name) => JSON.parse(readFileSync(join(__dirname, "data", name + ".json"), "latin1"));`;

/** The same exports as the module of that name below `generators/`. */
const builtins: Readonly<Record<string, string>> = {
  "layers/builtin-layers": `${reader}
import { bundleSource } from "./bundle-source.ts";
export const builtinLayers = async () => bundleSource({
  manifests: read("layers"),
  files: (id) => read("layer-" + id.replaceAll("/", "-")),
  templates: () => import("./templates.js"),
});`,
  "presets/builtin-presets": `${reader}
import { memoryTree } from "../files/memory-tree.ts";
export const builtinPresets = () => {
  const presets = new Map(read("presets"));
  return { names: [...presets.keys()], tree: async (name) => memoryTree(name, new Map(presets.get(name))) };
};`,
  "modules/builtin-modules": `${reader}
export const builtinModules = () => read("modules");`,
  "tools/builtin-tools": `${reader}
import { UserError } from "../error.ts";
export const builtinTools = () => {
  const tools = read("tools");
  if (tools === null) throw new UserError("pack", "this build has no plugins", { hint: "npm run build:plugins && npm run build" });
  return tools;
};`,
};

/** `templates/`, `presets/` and the module lock as JSON, which is faster to read than code. */
export function writeData(root: string, data: string): void {
  mkdirSync(data, { recursive: true });
  const write = (name: string, value: unknown) => writeFileSync(join(data, `${name}.json`), asciiJson(value));
  const folders = layerFolders(folderTree(root), "templates");
  write(
    "layers",
    folders.map(({ id }) => manifestOf(root, id)),
  );
  for (const folder of folders) write(`layer-${folder.id.replaceAll("/", "-")}`, filesOf(root, folder));
  write(
    "presets",
    readdirSync(join(root, "presets"))
      .sort()
      .map((name) => presetOf(join(root, "presets", name))),
  );
  write("modules", builtinModules());
  write("tools", expectedTools());
}

/** None without plugins: then the build makes services of the sample alone. */
function expectedTools(): ExpectedTools | null {
  try {
    return builtinTools();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** In ASCII alone: read as Latin-1, which takes no decoding. */
function asciiJson(value: unknown): string {
  const ascii = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[^ -~]/g, ascii);
}

function manifestOf(root: string, id: string) {
  const file = `templates/${id}/layer.json`;
  return parseManifest(folderTree(root).read(file), { id, file });
}

function filesOf(root: string, { id, files }: LayerFolder): readonly BundledFile[] {
  return files.map((file) => {
    const { path, kind, fragment } = readTemplateName(file);
    const text = kind === "hbs" ? null : folderTree(root).read(`templates/${id}/${file}`);
    return { source: `${id}/${file}`, path, fragment, text };
  });
}

function presetOf(folder: string) {
  const tree = folderTree(folder);
  const paths = ["preset.json", ...tree.list("templates")];
  return [basename(folder), paths.map((path) => [path, tree.read(path)] as const)] as const;
}

/** Every template, compiled, with the engine that runs them. */
export function templatesModule(root: string): string {
  const tree = folderTree(root);
  const sources = tree.list("templates").filter((path) => path.endsWith(".hbs"));
  const entries = sources.map((path) => {
    const source = path.slice("templates/".length);
    return `${JSON.stringify(source)}: ${precompile(tree.read(path), path)}`;
  });
  return `export { default as handlebars } from "handlebars/runtime.js";
export const templates = {\n${entries.join(",\n")}\n};`;
}

function precompile(text: string, file: string): string {
  try {
    return String(handlebars.precompile(text, compileOptions));
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
