import { UserError } from "../error.ts";
import { hasRules } from "../idl/known-imports.ts";
import type { IdlModel } from "../idl/model.ts";
import { methodKinds } from "../idl/model.ts";
import { type Answers, answeredFacts } from "../options/answers.ts";
import { offeredOptions } from "../options/options.ts";
import { protocolOffer } from "./choices-of.ts";
import type { Layer, LayerSource } from "./layer.ts";
import { type FactName, type Facts, factNames, type LayerManifest, wireNames } from "./manifest.ts";
import { pluginNames } from "./plugin-names.ts";

/** The choice that needs no layer. */
const nothing = "none";

interface FactSources {
  readonly answers: Answers;
  readonly idl: Pick<IdlModel, "kind" | "sample" | "services" | "knownImports">;
  readonly manifests: readonly LayerManifest[];
}

/** Derives the facts. An unknown pair has no ports. */
export function factsOf(sources: FactSources): Facts {
  // Layers that depend on plugins are selected by what the others bring.
  const facts = factsWithoutPlugins(sources);
  const listed = layersOf(sources.manifests, facts);
  const selected = sources.manifests.filter((manifest) => applies(manifest, facts, listed));
  return { ...facts, plugins: pluginNames(selected.flatMap(({ tools }) => tools)) };
}

function factsWithoutPlugins({ answers, idl, manifests }: FactSources): Facts {
  const ports = protocolOffer(manifests, answers)?.ports ?? [];
  const used = new Set(idl.services.flatMap((service) => service.methods.map((method) => method.kind)));
  return {
    ...answeredFacts(answers),
    ports: ports.map(({ name }) => name),
    speaks: wireNames.filter((wire) => ports.some(({ speaks }) => speaks.includes(wire))),
    plugins: [],
    idl: [idl.kind],
    source: [idl.sample ? "sample" : "own"],
    kinds: methodKinds.filter((kind) => used.has(kind)),
    validation: [hasRules(idl.knownImports) ? "protovalidate" : nothing],
  };
}

/**
 * Selects the layers whose facts hold, sorted by id. Fails when a needed layer is missing, when two layers conflict,
 * or when no layer offers a choice.
 */
export function selectLayers(manifests: readonly LayerManifest[], facts: Facts): readonly LayerManifest[] {
  const listed = layersOf(manifests, facts);
  const unknown = listed.find((id) => !manifests.some((manifest) => manifest.id === id));
  if (unknown !== undefined) throw new UserError("layer-needs", `there is no layer ${unknown}`);
  const selected = manifests.filter((manifest) => applies(manifest, facts, listed));
  for (const option of offeredOptions) {
    for (const choice of facts[option]) {
      if (choice === nothing) continue;
      if (selected.some(({ offers }) => offers?.option === option && offers.choice === choice)) continue;
      throw unavailable({ manifests, facts, option, choice });
    }
  }
  for (const { id, needs, conflicts } of selected) {
    const missing = needs.find((need) => !selected.some((other) => other.id === need));
    if (missing !== undefined) throw new UserError("layer-needs", `layer ${id} needs layer ${missing}`);
    const clash = conflicts.find((conflict) => selected.some((other) => other.id === conflict));
    if (clash !== undefined)
      throw new UserError("layer-conflict", `layers ${id} and ${clash} exclude each other`);
  }
  return selected;
}

/** The layers that the chosen protocol lists. */
function layersOf(manifests: readonly LayerManifest[], { framework, protocol }: Facts): readonly string[] {
  const [pair] = framework.map((name) => ({ framework: name, protocol: protocol[0] ?? "" }));
  return (pair && protocolOffer(manifests, pair)?.layers) ?? [];
}

function applies({ id, offers, when }: LayerManifest, facts: Facts, listed: readonly string[]): boolean {
  if (offers !== null && !facts[offers.option].includes(offers.choice)) return false;
  if (when === null) return listed.includes(id);
  return factNames.every((name) => holds(when[name], facts[name]));
}

function holds(wanted: readonly string[] | undefined, values: readonly string[]): boolean {
  return wanted === undefined || wanted.some((value) => values.includes(value));
}

interface Unavailable {
  readonly manifests: readonly LayerManifest[];
  readonly facts: Facts;
  readonly option: FactName;
  readonly choice: string;
}

function unavailable({ manifests, facts, option, choice }: Unavailable): UserError {
  const layer = manifests.find(({ offers }) => offers?.option === option && offers.choice === choice);
  const when = layer?.when;
  const broken = when && factNames.find((name) => !holds(when[name], facts[name]));
  if (!when || !broken) return new UserError("layer-choice", `there is no ${option} "${choice}"`);
  return new UserError("layer-choice", `${option} "${choice}" is not available here`, {
    hint: `it requires ${broken} ${when[broken]?.join(" or ")}, not ${facts[broken].join(", ") || "none"}`,
  });
}

/** Selects and loads the layers of a service. */
export async function loadLayers(
  source: LayerSource,
  { answers, idl }: Pick<FactSources, "answers" | "idl">,
): Promise<{ readonly layers: readonly Layer[]; readonly facts: Facts }> {
  const facts = factsOf({ answers, idl, manifests: source.manifests });
  const selected = selectLayers(source.manifests, facts);
  return { layers: await Promise.all(selected.map(({ id }) => source.load(id))), facts };
}
