import type { IdlPart, IdlRequest } from "../../../generators/codegen/idl-part.ts";
import type { Parts } from "../../../generators/commands/parts.ts";
import { memoryTree } from "../../../generators/files/memory-tree.ts";
import type { IdlModel } from "../../../generators/idl/model.ts";
import { treeSource } from "../../../generators/layers/tree-source.ts";
import { loadPreset } from "../../../generators/presets/load-preset.ts";

const proto = ["proto"];
const port = (name: string) => ({ name, speaks: [name] });
const http = { name: "http", idl: proto, ports: [port("http")], kinds: ["unary", "server"] };
const all = ["unary", "server", "client", "bidi"];
const dual = { name: "dual", idl: proto, ports: [port("http"), port("grpc")], kinds: all };
const grpc = { name: "grpc", idl: proto, ports: [port("grpc")], kinds: all };
const thrift = { name: "thrift", idl: ["thrift"], ports: [port("thrift")], kinds: ["unary"] };

const offer = (option: string, choice: string, protocols: readonly object[] = []) => ({
  [`templates/${option}/${choice}/layer.json`]: JSON.stringify({
    id: `${option}/${choice}`,
    title: choice,
    description: `${choice} for ${option}.`,
    offers: { option, choice },
    protocols,
  }),
});

const templates: Readonly<Record<string, string>> = {
  ...offer("framework", "gin", [http]),
  ...offer("framework", "grpc", [dual, grpc]),
  ...offer("framework", "kitex", [thrift]),
  ...offer("framework", "stdlib", [http]),
  ...offer("store", "none"),
  ...offer("store", "sqlite"),
  ...offer("store", "postgres"),
  ...offer("deploy", "docker"),
  ...offer("deploy", "kubernetes"),
  ...offer("ci", "github"),
  "templates/service/layer.json": JSON.stringify({
    id: "service",
    title: "service",
    description: "The service.",
  }),
  "templates/service/README.md.hbs":
    "# {{name}}\n\n{{framework}} {{protocol}} {{store}}{{#each deploy}} {{this}}{{/each}}\n",
  "templates/service/cmd/__name__/main.go": "package main\n\nfunc main() {}\n",
  "templates/service/internal/rpc/rpc.go": "// Package rpc serves.\npackage rpc\n",
  "templates/service/internal/rpc/deep/deep.go": "// Package deep is deep.\npackage deep\n",
  "templates/service/internal/rpc/deep/deeper.go": "package deep\n",
  "templates/deploy/docker/Dockerfile": "FROM scratch\n",
  "templates/deploy/kubernetes/deploy/service.yaml": "kind: Service\n",
};

const presets = {
  orders: {
    name: "orders",
    version: "1.2.0",
    description: "For the order team.",
    defaults: { deploy: ["kubernetes"] },
    locked: { framework: { value: "grpc", reason: "every client speaks gRPC" } },
    allowed: { store: ["sqlite", "postgres"] },
  },
};

/** A small generator: four frameworks, a handful of files, one preset; no Go, no buf. */
export function fakeParts(idl: (request: IdlRequest) => Promise<IdlPart> = sampleOnly): Parts {
  const shelf = {
    names: Object.keys(presets),
    tree: async () => memoryTree("orders", new Map([["preset.json", JSON.stringify(presets.orders)]])),
  };
  const files = { mod: "0", sum: "" };
  const every = new Proxy({}, { get: () => files });
  return {
    layers: async () => treeSource(memoryTree("fake", new Map(Object.entries(templates)))),
    modules: async () => ({
      go: "1.26.0",
      lines: { mod: ["go 1.26.0"], sum: [] },
      services: every,
      imports: every,
      tools: every,
    }),
    presets: async () => [{ value: "orders", description: presets.orders.description }],
    preset: async (spec, cwd) => {
      const { name, version, ...preset } = await loadPreset({ spec, cwd, shelf });
      return { ...preset, name: `${name}@${version}` };
    },
    idl,
    tools: async ({ env }) => ({
      buf: { version: "1.75.0", path: "/opt/buf" },
      plugins: { version: "0.1.0", path: null },
      cache: env.XDG_CACHE_HOME ?? "/nowhere/create-gomicro",
    }),
  };
}

const model: IdlModel = { kind: "proto", sample: true, files: [], services: [], knownImports: [] };

async function sampleOnly(): Promise<IdlPart> {
  return { model, gen: [{ path: "gen/inventory.pb.go", content: "package inventory\n" }], config: [] };
}
