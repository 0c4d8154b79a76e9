import type { Catalogue, Choice, Protocol } from "../options/option.ts";
import { type OfferedOption, offeredOptions } from "../options/options.ts";
import { recordOf } from "../options/record-of.ts";
import { choicesOf } from "./choices-of.ts";
import type { LayerManifest, ProtocolOffer } from "./manifest.ts";

const nothing: Choice = { value: "none", description: "Nothing." };

/** The choices that the manifests offer. */
export function catalogueOf(manifests: readonly LayerManifest[], presets: readonly Choice[]): Catalogue {
  // `none` needs no layer.
  const offered = (option: OfferedOption): readonly Choice[] => {
    const choices = choicesOf(manifests, option).map(({ choice, description }) => ({
      value: choice,
      description,
    }));
    return choices.some(({ value }) => value === "none") ? choices : [...choices, nothing];
  };
  return {
    frameworks: choicesOf(manifests, "framework").map(({ choice, title, description, protocols }) => ({
      value: choice,
      title,
      description,
      protocols: protocols.map(protocolChoice),
    })),
    offers: recordOf(
      offeredOptions.filter((option) => option !== "framework"),
      offered,
    ),
    presets,
  };
}

function protocolChoice({ name, idl, ports }: ProtocolOffer): Protocol {
  const spoken = [...new Set(ports.flatMap(({ speaks }) => speaks))];
  return {
    value: name,
    description: `${spoken.join(" and ")}, from ${idl.join(" or ")}`,
    idl,
    ports: ports.map((port) => port.name),
  };
}
