import type { GoTool } from "./manifest.ts";

const prefix = "protoc-gen-";

/** `protoc-gen-go` of `google.golang.org/protobuf/cmd/protoc-gen-go`; nothing of a tool that is no plugin of buf. */
export function pluginName({ package: path }: GoTool): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.startsWith(prefix) ? name : undefined;
}

/** The names of the plugins among the tools, each once, sorted. */
export function pluginNames(tools: readonly GoTool[]): readonly string[] {
  return [...new Set(tools.flatMap((tool) => pluginName(tool) ?? []))].sort();
}
