import { type IdlModel, idlKinds, methodKinds } from "../idl/model.ts";
import { protocolOffer } from "../layers/choices-of.ts";
import { factsOf, selectLayers } from "../layers/select-layers.ts";
import type { IdlPart, IdlRequest } from "./idl-part.ts";
import { bufConfig } from "./proto/buf-config.ts";
import { bufPlugins } from "./proto/buf-plugin.ts";

/** The sample's only file, below `api/`. */
const sampleFile = "inventory/v1/inventory.proto";

/**
 * The IDL of the built-in sample, read in advance so that generating the sample needs no buf. Its files and generated
 * code are in layers, its model is beside this file; `npm run samples` writes both from the sample's IDL.
 */
export async function sampleIdl({ answers, manifests }: Omit<IdlRequest, "run">): Promise<IdlPart> {
  const [kind = "proto"] = protocolOffer(manifests, answers)?.idl ?? [];
  const model = await sampleModel(kind);
  if (kind === "thrift") return { model, gen: [], config: [] };
  const selected = selectLayers(manifests, factsOf({ answers, idl: model, manifests }));
  const mapping = model.services.map(
    ({ goPackage: { path, alias } }) => `M${sampleFile}=${answers.module}/${path};${alias}`,
  );
  const plugins = bufPlugins(selected.flatMap((layer) => layer.tools));
  return { model, gen: [], config: bufConfig({ plugins, mapping, exceptions: [], vendored: true }) };
}

/** The model of the sample. */
export async function sampleModel(kind: IdlModel["kind"]): Promise<IdlModel> {
  switch (kind) {
    case "proto": {
      const { default: model } = await import("./sample-proto.json", { with: { type: "json" } });
      return parseModel(model);
    }
    case "thrift": {
      const { default: model } = await import("./sample-thrift.json", { with: { type: "json" } });
      return parseModel(model);
    }
  }
}

type Stored = Omit<IdlModel, "kind" | "services"> & {
  readonly kind: string;
  readonly services: readonly (Omit<IdlModel["services"][number], "methods"> & {
    readonly methods: readonly (Omit<IdlModel["services"][number]["methods"][number], "kind"> & {
      readonly kind: string;
    })[];
  })[];
};

/** Narrows the strings of imported JSON to the unions of the model. */
function parseModel(stored: Stored): IdlModel {
  return {
    ...stored,
    kind: oneOf(idlKinds, stored.kind),
    services: stored.services.map((service) => ({
      ...service,
      methods: service.methods.map((method) => ({
        ...method,
        kind: oneOf(methodKinds, method.kind),
      })),
    })),
  };
}

function oneOf<T extends string>(words: readonly T[], word: string): T {
  const found = words.find((candidate) => candidate === word);
  if (found === undefined) throw new Error(`the sample's model has an unknown word: ${word}`);
  return found;
}
