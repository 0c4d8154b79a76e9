import type { LayerManifest } from "./manifest.ts";
import type { TemplateName } from "./read-template-name.ts";
import type { View } from "./view.ts";

/** A layer that was selected and read into memory. */
export interface Layer {
  readonly manifest: LayerManifest;
  readonly files: readonly LayerFile[];
}

export interface LayerFile extends Pick<TemplateName, "path" | "fragment"> {
  /** The path in the layer, for messages. */
  readonly source: string;
  /** Renders the file's text, in which the stand-ins of Go files are not replaced yet. */
  readonly render: (view: View) => string;
}

/** A source of layers: a folder, a tarball, or the bundle. */
export interface LayerSource {
  readonly manifests: readonly LayerManifest[];
  readonly load: (id: string) => Promise<Layer>;
}
