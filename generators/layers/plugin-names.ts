import type { GoTool } from "./manifest.ts";

/** The names of the plugins of buf among the tools, such as `protoc-gen-go`: each once, sorted. */
export function pluginNames(tools: readonly GoTool[]): readonly string[] {
  return [...new Set(tools.filter(({ plugin }) => plugin !== null).map(commandName))].sort();
}

/** `protoc-gen-go` of `google.golang.org/protobuf/cmd/protoc-gen-go`. */
export function commandName({ package: path }: Pick<GoTool, "package">): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
