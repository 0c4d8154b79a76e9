import { UserError } from "../error.ts";
import type { OfferedOption } from "../options/option.ts";
import type { LayerSource } from "./layer.ts";
import type { LayerManifest, ProtocolOffer } from "./manifest.ts";

/** What can be chosen for one option; there is no list of it but the manifests. */
export interface OfferedChoice {
  readonly choice: string;
  readonly title: string;
  readonly description: string;
  /** A framework's protocols, default first; empty for every other option. */
  readonly protocols: readonly ProtocolOffer[];
}

/** The choices of an option, in the order of their layers' ids. */
export function choicesOf(
  manifests: readonly LayerManifest[],
  option: OfferedOption,
): readonly OfferedChoice[] {
  return manifests
    .filter((manifest) => manifest.offers?.option === option)
    .map(({ offers, title, description, protocols }) => ({
      choice: offers?.choice ?? "",
      title,
      description,
      protocols,
    }));
}

/** The protocol of a pair, or undefined when the manifests don't offer it. */
export function protocolOf(
  manifests: readonly LayerManifest[],
  pair: { readonly framework: string; readonly protocol: string },
): ProtocolOffer | undefined {
  return choicesOf(manifests, "framework")
    .find(({ choice }) => choice === pair.framework)
    ?.protocols.find(({ name }) => name === pair.protocol);
}

/** Several sources as one: the built-in layers and a preset's. Two layers with one id, or one choice offered twice, are errors. */
export function joinSources(sources: readonly LayerSource[]): LayerSource {
  const manifests = sources
    .flatMap((source) => source.manifests)
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const ids = new Set<string>();
  const offers = new Map<string, string>();
  for (const { id, offers: offer } of manifests) {
    if (ids.has(id)) throw new UserError("layer-twice", `layer ${id} exists twice`);
    ids.add(id);
    if (offer === null) continue;
    const other = offers.get(`${offer.option} ${offer.choice}`);
    if (other !== undefined) {
      throw new UserError(
        "layer-twice",
        `${offer.option} ${offer.choice} is offered by ${other} and by ${id}`,
      );
    }
    offers.set(`${offer.option} ${offer.choice}`, id);
  }
  return {
    manifests,
    load: (id) => {
      const source = sources.find((candidate) => candidate.manifests.some((manifest) => manifest.id === id));
      if (!source) throw new Error(`no layer ${id}`);
      return source.load(id);
    },
  };
}
