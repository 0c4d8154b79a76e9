import type { GoTool } from "../../layers/manifest.ts";

/** A plugin that buf runs: compiled to WebAssembly here, and with `go tool` in the emitted service. */
export interface BufPlugin extends Pick<GoTool, "module"> {
  /** `protoc-gen-go` */
  readonly name: string;
  /** Options in addition to `paths` and the Go packages, which every plugin gets. */
  readonly options: readonly string[];
  /** Types of the IDL that are hidden from it. */
  readonly excludes: readonly string[];
}

/** The options and exclusions of plugins that have any. */
const settings: Readonly<Record<string, Pick<BufPlugin, "options" | "excludes">>> = {
  // One handler per method, whatever its routes are, because httpjson finds the route and binds the request. With
  // routes, grpc-gateway generates code that does not compile for many kinds of path variables and for editions.
  "protoc-gen-grpc-gateway": { options: ["generate_unbound_methods=true"], excludes: ["google.api.http"] },
};

/** The plugins among the tools of the selected layers, sorted by name, which puts protoc-gen-go first. */
export function bufPlugins(tools: readonly GoTool[]): readonly BufPlugin[] {
  const plugins = tools.flatMap(({ package: path, module }): readonly BufPlugin[] => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (!name.startsWith("protoc-gen-")) return [];
    return [{ name, module, options: [], excludes: [], ...settings[name] }];
  });
  return [...new Map(plugins.map((plugin) => [plugin.name, plugin])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** The plugins without exclusions of types that the IDL does not have, which buf would report as mistakes. */
export function excludingKnown(
  plugins: readonly BufPlugin[],
  isKnown: (type: string) => boolean,
): readonly BufPlugin[] {
  return plugins.map((plugin) => ({ ...plugin, excludes: plugin.excludes.filter(isKnown) }));
}

/** The values of `opt` in buf.gen.yaml. Output is placed beside its source, unless the mapping has a `module=`. */
export function pluginOptions(plugin: BufPlugin, mapping: readonly string[]): readonly string[] {
  const placed = mapping.some((option) => option.startsWith("module="));
  return [...(placed ? [] : ["paths=source_relative"]), ...plugin.options, ...mapping];
}
