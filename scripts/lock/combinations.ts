import { UserError } from "../../generators/error.ts";
import { hasRules, knownPrefixes } from "../../generators/idl/known-imports.ts";
import type { IdlModel } from "../../generators/idl/model.ts";
import { choicesOf } from "../../generators/layers/choices-of.ts";
import type { LayerSource } from "../../generators/layers/layer.ts";
import type { Facts, LayerManifest, ProtocolOffer } from "../../generators/layers/manifest.ts";
import { factsOf, loadLayers, selectLayers } from "../../generators/layers/select-layers.ts";
import { type Answers, noAnswers } from "../../generators/options/answers.ts";
import { goImports } from "./go-imports.ts";
import { knownProtos } from "./known-protos.ts";
import { lockIdl } from "./lock-idl.ts";

/** One set of answers, and what decides its go.mod. */
export interface Combination {
  readonly facts: Facts;
  readonly manifests: readonly LayerManifest[];
  /** Packages of other modules that its Go files import, sorted. */
  readonly packages: readonly string[];
}

interface Pair {
  readonly framework: string;
  readonly protocol: ProtocolOffer;
}

/** Every combination that the layers allow and that could have a go.mod of its own, before the IDL imports anything. */
export async function combinations(source: LayerSource): Promise<readonly Combination[]> {
  const stores = [...new Set(["none", ...choicesOf(source.manifests, "store").map(({ choice }) => choice)])];
  const found = await Promise.all(
    pairsOf(source.manifests).flatMap((pair) =>
      stores.flatMap((store) => [true, false].map((sample) => ofOne(source, pair, store, sample))),
    ),
  );
  return found.flat();
}

function pairsOf(manifests: readonly LayerManifest[]): readonly Pair[] {
  return choicesOf(manifests, "framework").flatMap(({ choice, protocols }) =>
    protocols.map((protocol) => ({ framework: choice, protocol })),
  );
}

async function ofOne(
  source: LayerSource,
  { framework, protocol }: Pair,
  store: string,
  sample: boolean,
): Promise<readonly Combination[]> {
  const answers = answersOf({ framework, protocol: protocol.name, store });
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
  const base = { facts, manifests: selected };
  if (idl.sample) return [{ ...base, packages }];
  // What buf generates for a user's IDL imports what it does for the sample, but for what the IDL itself asks for.
  const sampleIdl = { ...idl, sample: true };
  const sampleLayers = await loadLayers(source, { answers, idl: sampleIdl });
  const generated = goImports({ ...sampleLayers, answers, idl: sampleIdl, below: "gen/" });
  const known = new Set(knownProtos().map(({ goPackage }) => goPackage));
  const fixed = generated.filter((path) => !known.has(path));
  return [{ ...base, packages: [...new Set([...packages, ...fixed])].sort() }];
}

/** What importing a published proto adds to a service. */
export interface ImportedPackages {
  /** The part of the lock. */
  readonly prefix: string;
  /** The packages of its Go types; each import takes one or more of them. */
  readonly types: readonly string[];
  /** Packages that the layers of such a service import beside. */
  readonly beside: readonly string[];
}

export async function importedPackages(source: LayerSource): Promise<readonly ImportedPackages[]> {
  const protos = knownProtos();
  const beside = await packagesOfRules(source);
  return knownPrefixes.map((prefix) => ({
    prefix,
    types: [...new Set(protos.filter((one) => one.prefix === prefix).map(({ goPackage }) => goPackage))],
    beside: hasRules([prefix]) ? beside : [],
  }));
}

/** What the layers import that check requests against the rules of the IDL. */
async function packagesOfRules({ manifests, load }: LayerSource): Promise<readonly string[]> {
  const selected = manifests.filter(({ when }) => when?.validation?.includes("protovalidate"));
  const layers = await Promise.all(selected.map(({ id }) => load(id)));
  const pair = pairsOf(manifests).find(({ protocol }) => protocol.idl.includes("proto"));
  if (pair === undefined) throw new Error("no framework reads protos");
  const answers = answersOf({ framework: pair.framework, protocol: pair.protocol.name, store: "none" });
  const idl = { ...lockIdl("proto", false), knownImports: ["buf/validate/validate.proto"] };
  return goImports({ layers, answers, idl, facts: factsOf({ answers, idl, manifests }) });
}

function answersOf(chosen: Pick<Answers, "framework" | "protocol" | "store">): Answers {
  return {
    ...noAnswers,
    name: "gomicro-service",
    module: "gomicro.example/service",
    ...chosen,
  };
}
