import { catalogueOf } from "../layers/catalogue-of.ts";
import type { Catalogue } from "../options/option.ts";
import type { Parts } from "./parts.ts";

/** The choices of every option when no preset adds layers of its own. */
export async function builtinCatalogue(parts: Pick<Parts, "layers" | "presets">): Promise<Catalogue> {
  const [layers, presets] = await Promise.all([parts.layers(), parts.presets()]);
  return catalogueOf(layers.manifests, presets);
}
