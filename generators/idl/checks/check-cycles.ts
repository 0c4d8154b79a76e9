import { UserError } from "../../error.ts";
import { components } from "../components.ts";
import type { Sources } from "../proto/collect-sources.ts";

/** Refuses files that import each other. buf refuses them too, but its message differs from run to run. */
export function checkCycles({ files, imports }: Pick<Sources, "files" | "imports">): void {
  const shown = new Map(files.map((file) => [file.path, file.shown]));
  const graph = new Map(files.map(({ path }) => [path, new Set(imports.get(path)?.map((one) => one.path))]));
  for (const group of components(graph)) {
    const [first = ""] = group;
    const back = imports.get(first)?.find(({ path }) => group.includes(path));
    if (back === undefined) continue;
    const others = group.map((path) => shown.get(path) ?? path).join(", ");
    throw new UserError(
      "idl-cycle",
      `${shown.get(first)}:${back.line} imports "${back.path}" in a circle: ${others}`,
      {
        hint: "move what they share into a file that imports none of them",
      },
    );
  }
}
