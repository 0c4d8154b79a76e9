import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";
import { folderFiles } from "../../support/folder.ts";
import { type Named, namedThings } from "../../support/named-things.ts";

const things = namedThings();

/** What may name anything: goldens and fixtures, data that scripts write, the list of pairs, bare servers, and the list of this test. */
const free = [
  /^test\/(golden|fixtures)\//,
  /^generators\/modules\/\w+\.json$/,
  /^scripts\/lock\/inputs\.json$/,
  /^test\/support\/pairs\.json$/,
  /^test\/bench\/bare\//,
  /^test\/unit\/repository\/names\.txt$/,
];

/** The option table's defaults, the one place outside of manifests that has to name a choice. */
const defaults = "generators/options/option-table.ts";

test("frameworks, stores and plugins are known by their manifests", () => {
  expect(things.length).toBeGreaterThan(5);
  const mentions = (text: string) =>
    things.filter(({ mentionedBy }) => mentionedBy(text)).map(({ name }) => name);
  for (const { name } of things) expect(mentions(`"framework": [\n  "${name}"\n]`)).toContain(name);
  expect(mentions("the grpc port speaks gRPC, as protoc-gen-gone and kitexes do")).toEqual([]);
});

/**
 * A framework is added by a folder of templates, its golden and a line of the list of pairs. `names.txt` has the files that
 * break this today, one a line. It may only get shorter: `vitest -u` writes it anew after a name has gone, or a file has moved.
 */
test("nothing names a framework, a store or a plugin, but for those on the list", async () => {
  const lines = ["generators", "scripts", "templates", "test"]
    .flatMap((folder) =>
      folderFiles(join(root, folder)).map(([path, file]) => ({ path: `${folder}/${path}`, file })),
    )
    .filter(({ path }) => path !== defaults && !free.some((pattern) => pattern.test(path)))
    .flatMap(({ path, file }) => {
      const found = namedIn(path, readFileSync(file, "utf8"));
      return found.length === 0 ? [] : [`${path}: ${found.join(", ")}\n`];
    });
  await expect(lines.join("")).toMatchFileSnapshot("names.txt");
});

function namedIn(path: string, text: string): readonly string[] {
  if (/^\/\/ Code generated .* DO NOT EDIT\.$/m.test(text)) return [];
  // A layer's tools are Go packages, whose paths have the names of others.
  const own = path.endsWith("/layer.json") ? text.replace(/"package": "[^"]*"/g, "") : text;
  return things
    .filter((thing) => !owns(path, thing) && thing.mentionedBy(`${path}\n${own}`))
    .map(({ name }) => name);
}

/** Whether a layer is the thing's own: `framework/x`, `framework/x-streams`, `own/store-x`; any manifest may run a plugin. */
function owns(path: string, { name, isPlugin }: Named): boolean {
  const [top, , layer = ""] = path.split("/");
  if (top !== "templates") return false;
  if (isPlugin && path.endsWith("/layer.json")) return true;
  return layer === name || layer.startsWith(`${name}-`) || layer.endsWith(`-${name}`);
}
