import type { GoTool } from "./manifest.ts";

/** The names of the plugins of buf among the tools, `protoc-gen-…`: each once, sorted. */
export function pluginNames(tools: readonly GoTool[]): readonly string[] {
  return [...new Set(tools.filter(({ plugin }) => plugin !== null).map(commandName))].sort();
}

/** The name of a Go command: the last element of its package's path. */
export function commandName({ package: path }: Pick<GoTool, "package">): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
