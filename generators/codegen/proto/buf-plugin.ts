import type { GoTool, PluginOffer } from "../../layers/manifest.ts";
import { commandName } from "../../layers/plugin-names.ts";

/** A plugin that buf runs: compiled to WebAssembly here, and with `go tool` in the emitted service. */
export interface BufPlugin extends Pick<GoTool, "module">, PluginOffer {
  /** The name of its command, `protoc-gen-…`. */
  readonly name: string;
}

/** The plugins among the tools of the selected layers, without duplicates and sorted by name. */
export function bufPlugins(tools: readonly GoTool[]): readonly BufPlugin[] {
  const plugins = tools.flatMap(({ package: path, module, plugin }): readonly BufPlugin[] =>
    plugin === null ? [] : [{ name: commandName({ package: path }), module, ...plugin }],
  );
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
