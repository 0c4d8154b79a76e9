import type { GoTool } from "../layers/manifest.ts";

/** A plugin that buf runs: compiled to WebAssembly here, by `go tool` in the emitted service. */
export interface BufPlugin extends Pick<GoTool, "module"> {
  /** `protoc-gen-go` */
  readonly name: string;
  /** Options beside `paths` and the Go packages, which every plugin gets. */
  readonly options: readonly string[];
}

export const gatewayPlugin = "protoc-gen-grpc-gateway";

/** What a plugin needs to be told, where that is anything. */
const options: Readonly<Record<string, readonly string[]>> = {
  [gatewayPlugin]: [
    // Methods without google.api.http are served as POST /<package.Service>/<Method>, like everywhere else.
    "generate_unbound_methods=true",
    // So is a DELETE with a body, and no update mask is made up from what the body of a PATCH has.
    "allow_delete_body=true",
    "allow_patch_feature=false",
  ],
};

/** The plugins among the tools of the selected layers, in the order in which protoc's own comes first. */
export function bufPlugins(tools: readonly GoTool[]): readonly BufPlugin[] {
  const plugins = tools.flatMap(({ package: path, module }): readonly BufPlugin[] => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return name.startsWith("protoc-gen-") ? [{ name, module, options: options[name] ?? [] }] : [];
  });
  return [...new Map(plugins.map((plugin) => [plugin.name, plugin])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** What follows `opt` in buf.gen.yaml. Output lies beside its source, but for a mapping that says `module=`. */
export function pluginOptions(plugin: BufPlugin, mapping: readonly string[]): readonly string[] {
  const placed = mapping.some((option) => option.startsWith("module="));
  return [...(placed ? [] : ["paths=source_relative"]), ...plugin.options, ...mapping];
}
