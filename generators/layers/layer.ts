import type { LayerManifest } from "./manifest.ts";
import type { TemplateName } from "./read-template-name.ts";
import type { View } from "./view.ts";

/** A selected layer, read into memory. */
export interface Layer {
  readonly manifest: LayerManifest;
  readonly files: readonly LayerFile[];
}

export interface LayerFile extends Pick<TemplateName, "path" | "fragment"> {
  /** Path in the layer, for messages. */
  readonly source: string;
  /** The file's text, before the stand-ins of Go files are replaced. */
  readonly render: (view: View) => string;
}

/** Where layers come from: a folder, a tarball, or the built-in ones in the bundle. */
export interface LayerSource {
  readonly manifests: readonly LayerManifest[];
  readonly load: (id: string) => Promise<Layer>;
}
