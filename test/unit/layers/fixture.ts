import type { FileTree } from "../../../generators/files/file-tree.ts";
import { memoryTree } from "../../../generators/files/memory-tree.ts";
import type { IdlMethod, IdlModel, IdlService } from "../../../generators/idl/model.ts";
import { treeSource } from "../../../generators/layers/tree-source.ts";
import type { ModuleLock } from "../../../generators/modules/module-lock.ts";
import { type Answers, noAnswers } from "../../../generators/options/answers.ts";

export const answers: Answers = {
  ...noAnswers,
  name: "shop",
  module: "example.com/shop",
  framework: "stdlib",
  protocol: "http",
  idl: ["sample"],
};

export const sample: IdlModel = { kind: "proto", sample: true, files: [], services: [], knownImports: [] };

const local = { alias: "itemv1", path: "gen/item/v1", local: true };
const empty = { alias: "emptypb", path: "google.golang.org/protobuf/types/known/emptypb", local: false };

export function method(name: string, kind: IdlMethod["kind"] = "unary"): IdlMethod {
  return {
    name,
    goName: name,
    procedure: `/item.v1.Items/${name}`,
    kind,
    request: { package: local, name: `${name}Request`, fullName: `item.v1.${name}Request` },
    response: { package: empty, name: "Empty", fullName: "google.protobuf.Empty" },
    http: [],
    comment: "",
    deprecated: false,
  };
}

export function service(name: string, methods: readonly IdlMethod[] = []): IdlService {
  return {
    name,
    fullName: `item.v1.${name}`,
    goName: name,
    fileName: name.toLowerCase(),
    goPackage: local,
    comment: "",
    methods,
  };
}

export const modules: ModuleLock = {
  go: "1.26.0",
  lines: {
    mod: [
      "",
      "go 1.26.0",
      "require (",
      "\texample.com/a v1.0.0",
      "\texample.com/c v1.0.0",
      ")",
      "\texample.com/b v1.0.0",
      "\texample.com/c v1.0.0 // indirect",
      "\texample.com/d v1.0.0 // indirect",
    ],
    sum: [
      "example.com/a v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      "example.com/b v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ],
  },
  services: {
    "stdlib http proto sample none": { mod: "0-1 0 2-5", sum: "0" },
    "stdlib http proto own none": { mod: "0-1 0 2-5", sum: "0" },
  },
  imports: { "google/type/": { mod: "6-8", sum: "1" }, "google/api/": { mod: "6", sum: "0-1" } },
  tools: { "example.com/lint": { mod: "0-1", sum: "0" } },
};

/** A layer's files by path below `templates/<id>/`, its manifest given as an object. */
export function tree(layers: Readonly<Record<string, LayerFiles>>, name = "fixture"): FileTree {
  const files = Object.entries(layers).flatMap(([id, { manifest = {}, ...texts }]) => [
    [
      `templates/${id}/layer.json`,
      JSON.stringify({ id, title: id, description: `${id}.`, ...manifest }),
    ] as const,
    ...Object.entries(texts).map(([path, text]) => [`templates/${id}/${path}`, String(text)] as const),
  ]);
  return memoryTree(name, new Map(files));
}

export interface LayerFiles {
  readonly manifest?: object;
  readonly [path: string]: string | object | undefined;
}

export const stdlib: Readonly<Record<string, LayerFiles>> = {
  "framework/stdlib": {
    manifest: {
      offers: { option: "framework", choice: "stdlib" },
      protocols: [
        {
          name: "http",
          idl: ["proto"],
          ports: [{ name: "http", speaks: ["http"] }],
          kinds: ["unary", "server"],
          layers: [],
          unsupported: [],
        },
      ],
    },
  },
};

export function source(layers: Readonly<Record<string, LayerFiles>>) {
  return treeSource(tree({ ...stdlib, ...layers }));
}
