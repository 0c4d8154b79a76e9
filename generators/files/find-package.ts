import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of an npm package, searched in the `node_modules` of each given folder and its parents, as Node does. */
export function findPackage(name: string, from: readonly string[]): string | undefined {
  return from
    .flatMap(upwards)
    .map((folder) => join(folder, "node_modules", name))
    .find((folder) => existsSync(join(folder, "package.json")));
}

function upwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}
