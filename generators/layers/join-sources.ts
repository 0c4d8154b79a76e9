import { UserError } from "../error.ts";
import type { LayerSource } from "./layer.ts";

/** Joins several sources, such as the built-in layers and a preset's. A duplicate id or choice is an error. */
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
