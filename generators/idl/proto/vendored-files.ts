import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TextFile } from "../../files/text-file.ts";
import { protosFolder } from "../../tools/plugin-pack.ts";
import { isWellKnown } from "./is-well-known.ts";
import { scanProto } from "./scan-proto.ts";

/** The vendored protos for these imports, with their own imports and their licences, below `third_party/`; sorted. */
export function vendoredFiles(pack: string, knownImports: readonly string[]): readonly TextFile[] {
  const read = (path: string) => readFileSync(join(pack, protosFolder, path), "utf8");
  const texts = new Map<string, string>();
  const add = (path: string): void => {
    if (isWellKnown(path) || texts.has(path)) return;
    const text = read(path);
    texts.set(path, text);
    for (const imported of scanProto(text).imports) add(imported.path);
  };
  knownImports.forEach(add);
  // The folder of each owner contains the owner's licence.
  const owners = new Set([...texts.keys()].map((path) => path.slice(0, path.indexOf("/"))));
  for (const owner of owners) texts.set(`${owner}/LICENSE`, read(`${owner}/LICENSE`));
  return [...texts]
    .map(([path, content]) => ({ path: `third_party/${path}`, content }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
