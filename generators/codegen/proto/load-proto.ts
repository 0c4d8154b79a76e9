import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileRegistry } from "@bufbuild/protobuf";
import type { TextFile } from "../../files/text-file.ts";
import type { Carrier } from "../../idl/checks/check-model.ts";
import { generatedChecks } from "../../idl/checks/generated-checks.ts";
import { sourceChecks } from "../../idl/checks/source-checks.ts";
import { findInputs, findProtoPaths } from "../../idl/find-inputs.ts";
import { hasRules } from "../../idl/known-imports.ts";
import type { IdlModel } from "../../idl/model.ts";
import { buildFailure } from "../../idl/proto/build-failure.ts";
import { collectSources } from "../../idl/proto/collect-sources.ts";
import { localPackages, packageOptions } from "../../idl/proto/local-packages.ts";
import { vendoredFiles } from "../../idl/proto/vendored-files.ts";
import { lintExceptions } from "../../tools/lint.ts";
import { packedProtos } from "../../tools/plugin-pack.ts";
import type { Tools } from "../../tools/resolve-tools.ts";
import { withWorkspace } from "../../tools/with-workspace.ts";
import { bufConfig } from "./buf-config.ts";
import { type BufPlugin, excludingKnown } from "./buf-plugin.ts";
import { generateCode } from "./generate-code.ts";

/** A request to load .proto files. */
export interface ProtoRequest extends Carrier {
  /** .proto files and folders of them, as the user typed them. */
  readonly paths: readonly string[];
  readonly protoPaths: readonly string[];
  /** The folder that relative paths refer to. */
  readonly cwd: string;
  /** The path of the Go module. */
  readonly module: string;
  /** The title of the OpenAPI document; null when the pair does not serve HTTP. */
  readonly openapi: string | null;
  /** The pairs that read Thrift, for a hint. */
  readonly thriftPairs: readonly string[];
  /** The plugins that generate code for this model. */
  readonly plugins: (model: IdlModel) => Promise<readonly BufPlugin[]>;
  readonly tools: Tools;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** The loaded .proto files. */
export interface LoadedProto {
  readonly model: IdlModel;
  /** The generated code, the OpenAPI document, and the vendored protos below `third_party/`. */
  readonly gen: readonly TextFile[];
  /** `buf.yaml` and `buf.gen.yaml`. */
  readonly config: readonly TextFile[];
}

const image = "image.binpb";

/** Reads the user's files, checks them, and generates code. Writes only to a temporary folder. */
export async function loadProto(request: ProtoRequest): Promise<LoadedProto> {
  const { paths, cwd, module, tools, env, signal } = request;
  const inputs = findInputs({ ...request, paths, kind: "proto", otherPairs: request.thriftPairs });
  const packed = new Set(packedProtos(tools.pack));
  const sources = collectSources({
    inputs,
    protoPaths: findProtoPaths(request),
    cwd,
    isVendored: (path) => packed.has(path),
  });
  for (const check of sourceChecks) check(sources);
  const { files, knownImports, typeImports } = sources;
  const thirdParty = vendoredFiles(tools.pack, knownImports);
  const api = files.map(({ path, text }) => ({ path: `api/${path}`, content: text }));
  const packages = localPackages(files);
  const vendored = thirdParty.length > 0;
  const contents = { files: [...api, ...thirdParty], vendored, tools, env, signal };
  return withWorkspace(contents, async (workspace) => {
    const [built, { decodeImage, readImage }, { descriptorChecks }] = await Promise.all([
      workspace.buf(["build", "api", "-o", image]),
      import("../../idl/proto/decode-image.ts"),
      import("../../idl/checks/descriptor-checks.ts"),
    ]);
    if (built.status !== 0) throw buildFailure(built, files);
    const registry = readImage(readFileSync(join(workspace.folder, image)));
    // Rules are checked at run time, which requires their Go types even if they are imported for options only.
    const needed = knownImports.filter((path) => typeImports.includes(path) || hasRules([path]));
    const model = decodeImage({ registry, files, packages, knownImports: needed });
    const servesHttp = request.openapi !== null;
    const suffixes = async () => (await request.plugins(model)).map(({ suffix }) => suffix);
    const carrier = request;
    const described = { registry, model, files, packages, carrier, servesHttp, suffixes, workspace };
    for (const check of descriptorChecks) await check(described);
    const hasType = (type: string) => registry.get(type) !== undefined;
    const plugins = excludingKnown(await request.plugins(model), hasType);
    const mapping = packageOptions(packages, module);
    const [code, exceptions, document] = await Promise.all([
      generateCode({ workspace, tools, image, plugins, mapping }),
      lintExceptions(workspace),
      openapiOf(model, registry, request.openapi),
    ]);
    for (const check of generatedChecks) check({ gen: code, files });
    const config = bufConfig({ plugins, mapping, exceptions, vendored });
    return { model, gen: [...code, ...document, ...thirdParty], config };
  });
}

/** Runs while the plugins do. */
async function openapiOf(
  { services }: IdlModel,
  registry: FileRegistry,
  title: string | null,
): Promise<readonly TextFile[]> {
  if (title === null) return [];
  const { openapiDocument, openapiPath } = await import("../../openapi/document.ts");
  return [{ path: openapiPath, content: openapiDocument({ title, services, registry }) }];
}
