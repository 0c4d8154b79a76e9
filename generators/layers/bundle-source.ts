import { createEngine, type Engine } from "./handlebars.ts";
import type { Layer, LayerFile, LayerSource } from "./layer.ts";
import type { LayerManifest } from "./manifest.ts";

/** A file of a layer in the bundle. Its text is null when it is a template, which is compiled at build time. */
export interface BundledFile extends Pick<LayerFile, "source" | "path" | "fragment"> {
  readonly text: string | null;
}

/** A compiled Handlebars template. */
export type TemplateSpecification = Parameters<Engine["template"]>[0];

export interface BundledTemplates {
  readonly handlebars: Engine;
  /** Templates by their file's `source`. */
  readonly templates: Readonly<Record<string, TemplateSpecification>>;
}

interface Bundle {
  /** Manifests, checked when the bundle was built. */
  readonly manifests: readonly LayerManifest[];
  readonly files: (id: string) => readonly BundledFile[];
  readonly templates: () => Promise<BundledTemplates>;
}

/**
 * The built-in layers in the bundle. A layer's files are read when it is selected, and templates need no compilation.
 */
export function bundleSource({ manifests, files, templates }: Bundle): LayerSource {
  let engine: Engine | undefined;
  return {
    manifests,
    load: async (id): Promise<Layer> => {
      const manifest = manifests.find((candidate) => candidate.id === id);
      if (!manifest) throw new Error(`no layer ${id} in the bundle`);
      const compiled = await templates();
      engine ??= createEngine(compiled.handlebars);
      const { template: instantiate } = engine;
      return {
        manifest,
        files: files(id).map(({ source, path, fragment, text }): LayerFile => {
          if (text !== null) return { source, path, fragment, render: () => text };
          const template = compiled.templates[source];
          if (!template) throw new Error(`no template ${source} in the bundle`);
          return { source, path, fragment, render: instantiate(template) };
        }),
      };
    },
  };
}
