import { UserError } from "../generators/error.ts";
import type { IdlModel } from "../generators/idl/model.ts";
import type { LayerSource } from "../generators/layers/layer.ts";
import type { Facts, LayerManifest, ProtocolOffer } from "../generators/layers/manifest.ts";
import { choicesOf } from "../generators/layers/registry.ts";
import { factsOf, loadLayers, selectLayers } from "../generators/layers/select.ts";
import { importModules } from "../generators/modules/known-imports.ts";
import type { Answers } from "../generators/options/answers.ts";
import { goImports } from "./go-imports.ts";
import { lockIdl } from "./lock-idl.ts";

/** One set of answers, and what decides its go.mod. */
export interface Combination {
  readonly facts: Facts;
  /** Modules of the Go types that the IDL imports. */
  readonly imported: readonly string[];
  readonly sample: boolean;
  readonly manifests: readonly LayerManifest[];
  /** Packages of other modules that its Go files import, sorted. */
  readonly packages: readonly string[];
}

interface Pair {
  readonly framework: string;
  readonly protocol: ProtocolOffer;
}

/** A package of each module that an IDL may import from. */
const packageOf: Readonly<Record<string, string>> = {
  "google.golang.org/genproto": "google.golang.org/genproto/googleapis/type/date",
  "google.golang.org/genproto/googleapis/api": "google.golang.org/genproto/googleapis/api/annotations",
  "google.golang.org/genproto/googleapis/rpc": "google.golang.org/genproto/googleapis/rpc/status",
};

/** Every combination that the layers allow and that could have a go.mod of its own. */
export async function combinations(source: LayerSource): Promise<readonly Combination[]> {
  const stores = [...new Set(["none", ...choicesOf(source.manifests, "store").map(({ choice }) => choice)])];
  const pairs = choicesOf(source.manifests, "framework").flatMap(({ choice, protocols }) =>
    protocols.map((protocol): Pair => ({ framework: choice, protocol })),
  );
  const found = await Promise.all(
    pairs.flatMap((pair) =>
      stores.flatMap((store) => [true, false].map((sample) => ofOne(source, pair, store, sample))),
    ),
  );
  return found.flat();
}

async function ofOne(
  source: LayerSource,
  { framework, protocol }: Pair,
  store: string,
  sample: boolean,
): Promise<readonly Combination[]> {
  const answers: Answers = {
    name: "gomicro-service",
    module: "gomicro.example/service",
    framework,
    protocol: protocol.name,
    idl: [],
    store,
    deploy: [],
    ci: "none",
    preset: null,
  };
  const kinds = sample ? protocol.idl.slice(0, 1) : protocol.idl;
  const lists = await Promise.all(kinds.map((kind) => ofIdl(source, answers, lockIdl(kind, sample))));
  return lists.flat();
}

async function ofIdl(source: LayerSource, answers: Answers, idl: IdlModel): Promise<readonly Combination[]> {
  const { manifests } = source;
  try {
    selectLayers(manifests, factsOf({ answers, idl, manifests }));
  } catch (error) {
    if (error instanceof UserError && error.code === "layer-choice") return [];
    throw error;
  }
  const { layers, facts } = await loadLayers(source, { answers, idl });
  const selected = layers.map(({ manifest }) => manifest);
  const packages = goImports({ layers, answers, idl, facts });
  const base = { facts, sample: idl.sample, manifests: selected };
  if (idl.sample) return [{ ...base, imported: [], packages }];
  // What buf generates for a user's IDL imports what it does for the sample, but for the modules that the IDL itself asks for.
  const sampleIdl = { ...idl, sample: true };
  const sampleLayers = await loadLayers(source, { answers, idl: sampleIdl });
  const generated = goImports({ ...sampleLayers, answers, idl: sampleIdl, below: "gen/" });
  const fixed = [...packages, ...generated.filter((path) => !path.startsWith("google.golang.org/genproto/"))];
  return subsets(idl.kind === "proto" ? importModules : []).map((imported) => ({
    ...base,
    imported,
    packages: [...new Set([...fixed, ...imported.map((module) => packageOf[module] ?? module)])].sort(),
  }));
}

function subsets(items: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  const without = subsets(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}
