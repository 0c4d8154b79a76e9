import { type BufPlugin, bufPlugins } from "../generators/codegen/proto/buf-plugin.ts";
import { type LoadedProto, loadProto } from "../generators/codegen/proto/load-proto.ts";
import { loadThrift } from "../generators/codegen/thrift/load-thrift.ts";
import type { TextFile } from "../generators/files/text-file.ts";
import { type IdlModel, methodKinds } from "../generators/idl/model.ts";
import { builtinLayers } from "../generators/layers/builtin-layers.ts";
import type { LayerManifest } from "../generators/layers/manifest.ts";
import { openapiPath } from "../generators/openapi/document.ts";
import { repositoryTools } from "./repository-tools.ts";
import { root } from "./toolchain.mjs";

/** What is stored of the built-in sample and follows from its IDL. Paths are relative to the repository. */
export interface SampleFiles {
  readonly files: readonly TextFile[];
  /** Folders that contain nothing else. */
  readonly folders: readonly string[];
}

const sample = "templates/sample";

/** Stands in for the service's name in the OpenAPI document. */
const title = "the name of the service";

const request = {
  protoPaths: [],
  cwd: root,
  // The stand-in for the module path of a service.
  module: "gomicro.example/service",
  pair: "the sample",
  tools: repositoryTools,
  env: process.env,
  signal: new AbortController().signal,
};

/** Reads the sample's IDL and generates code for it, as for the user's own. Writes only to a temporary folder. */
export async function sampleFiles(): Promise<SampleFiles> {
  const { manifests } = await builtinLayers();
  const { model, gen } = await protoSample([]);
  const thrift = await loadThrift({ ...request, paths: [`${sample}/thrift/api`], protoPairs: [] });
  const thirdParty = gen.filter(({ path }) => path.startsWith("third_party/"));
  const outputs = [
    ...below(`${sample}/proto`, thirdParty),
    ...below(`${sample}/thrift`, thrift.gen),
    ...(await pluginOutputs(manifests)),
  ];
  return {
    files: [...outputs, openapiTemplate(gen), storedModel(model), storedModel(thrift.model)],
    folders: [...new Set(outputs.map(({ path }) => topFolder(path)))],
  };
}

/** The code of each plugin that a manifest names, in the plugin's own layer. */
async function pluginOutputs(manifests: readonly LayerManifest[]): Promise<readonly TextFile[]> {
  const outputs: TextFile[] = [];
  for (const plugin of bufPlugins(manifests.flatMap(({ tools }) => tools))) {
    const id = `sample/${plugin.name}`;
    if (!manifests.some((manifest) => manifest.id === id && manifest.when?.plugins?.includes(plugin.name))) {
      throw new Error(`the sample needs a layer ${id}, selected by the plugin ${plugin.name}`);
    }
    const { gen } = await protoSample([plugin]);
    const code = gen.filter(({ path }) => path.startsWith("gen/")); // without what the IDL brings whatever the plugin
    outputs.push(...below(`templates/${id}`, code));
  }
  return outputs;
}

function protoSample(plugins: readonly BufPlugin[]): Promise<LoadedProto> {
  return loadProto({
    ...request,
    paths: [`${sample}/proto/api`],
    openapi: title,
    kinds: methodKinds,
    othersFor: () => [],
    thriftPairs: [],
    partial: false,
    plugins: async () => plugins,
  });
}

function openapiTemplate(gen: readonly TextFile[]): TextFile {
  const document = gen.find(({ path }) => path === openapiPath);
  if (document === undefined) throw new Error(`the sample has no ${openapiPath}`);
  const content = document.content.replace(`title: "${title}"`, "title: {{quote name}}");
  return { path: `${sample}/openapi/${openapiPath}.hbs`, content };
}

/** The sample's files are in layers, so that its model has no text of them. */
function storedModel(model: IdlModel): TextFile {
  const stored: IdlModel = { ...model, sample: true, files: [] };
  return {
    path: `generators/codegen/sample-${model.kind}.json`,
    content: `${JSON.stringify(stored, null, 2)}\n`,
  };
}

function below(folder: string, files: readonly TextFile[]): readonly TextFile[] {
  return files.map(({ path, content }) => ({ path: `${folder}/${path}`, content }));
}

/** `templates/sample/thrift/gen` of a file below it. */
function topFolder(path: string): string {
  return path.split("/").slice(0, 4).join("/");
}
