import { UserError } from "../error.ts";
import { hasRules } from "../idl/known-imports.ts";
import type { IdlModel } from "../idl/model.ts";
import { methodKinds } from "../idl/model.ts";
import type { Answers } from "../options/answers.ts";
import { offeredOptions } from "../options/option.ts";
import { protocolOffer } from "./choices-of.ts";
import type { Layer, LayerSource } from "./layer.ts";
import { type FactName, type Facts, factNames, type LayerManifest } from "./manifest.ts";

/** The choice that needs no layer. */
const nothing = "none";

interface FactSources {
  readonly answers: Answers;
  readonly idl: Pick<IdlModel, "kind" | "sample" | "services" | "knownImports">;
  readonly manifests: readonly LayerManifest[];
}

/** Derives the facts. An unknown pair has no ports. */
export function factsOf({ answers, idl, manifests }: FactSources): Facts {
  const used = new Set(idl.services.flatMap((service) => service.methods.map((method) => method.kind)));
  return {
    framework: [answers.framework],
    protocol: [answers.protocol],
    ports: protocolOffer(manifests, answers)?.ports ?? [],
    idl: [idl.kind],
    source: [idl.sample ? "sample" : "own"],
    kinds: methodKinds.filter((kind) => used.has(kind)),
    validation: [hasRules(idl.knownImports) ? "protovalidate" : nothing],
    store: [answers.store],
    deploy: answers.deploy,
    ci: [answers.ci],
  };
}

/**
 * Selects the layers whose facts hold, sorted by id. Fails when a needed layer is missing, when two layers conflict,
 * or when no layer offers a choice.
 */
export function selectLayers(manifests: readonly LayerManifest[], facts: Facts): readonly LayerManifest[] {
  const selected = manifests.filter((manifest) => applies(manifest, facts));
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

function applies({ offers, when }: LayerManifest, facts: Facts): boolean {
  if (offers !== null && !facts[offers.option].includes(offers.choice)) return false;
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
  const broken = layer && factNames.find((name) => !holds(layer.when[name], facts[name]));
  if (!layer || !broken) return new UserError("layer-choice", `there is no ${option} "${choice}"`);
  return new UserError("layer-choice", `${option} "${choice}" is not available here`, {
    hint: `it requires ${broken} ${layer.when[broken]?.join(" or ")}, not ${facts[broken].join(", ") || "none"}`,
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
