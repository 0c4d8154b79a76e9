import type { OfferedOption } from "../options/options.ts";
import type { LayerManifest, ProtocolOffer } from "./manifest.ts";

/** A choice of an option. Choices exist only because a manifest offers them. */
export interface OfferedChoice {
  readonly choice: string;
  readonly title: string;
  readonly description: string;
  /** The protocols of a framework, default first; empty for every other option. */
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

/** The protocol of a pair, or undefined when no manifest offers it. */
export function protocolOffer(
  manifests: readonly LayerManifest[],
  pair: { readonly framework: string; readonly protocol: string },
): ProtocolOffer | undefined {
  return choicesOf(manifests, "framework")
    .find(({ choice }) => choice === pair.framework)
    ?.protocols.find(({ name }) => name === pair.protocol);
}
