import { UserError } from "../../error.ts";
import { components } from "../components.ts";
import type { SourceFile } from "../proto/collect-sources.ts";
import type { ProtoImport } from "../proto/scan-proto.ts";

/** Refuses files that import each other, always with the same words: buf names another of them each time. */
export function checkCycles(
  files: ReadonlyMap<string, SourceFile>,
  imports: ReadonlyMap<string, readonly ProtoImport[]>,
): void {
  const graph = new Map(
    [...files.keys()].sort().map((path) => [path, new Set(imports.get(path)?.map((one) => one.path))]),
  );
  for (const group of components(graph)) {
    const [first = ""] = group;
    const back = imports.get(first)?.find(({ path }) => group.includes(path));
    if (back === undefined) continue;
    const others = group.map((path) => files.get(path)?.shown ?? path).join(", ");
    throw new UserError(
      "idl-cycle",
      `${files.get(first)?.shown}:${back.line} imports "${back.path}" in a circle: ${others}`,
      {
        hint: "move what they share into a file that imports none of them",
      },
    );
  }
}
