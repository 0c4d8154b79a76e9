import { readFileSync, writeFileSync } from "node:fs";
import { builtinParts } from "../generators/builtin-parts.ts";
import { builtinCatalogue } from "../generators/commands/builtin-catalogue.ts";
import { builtinLayers } from "../generators/layers/builtin-layers.ts";
import { derivedFiles } from "./derived-files.ts";
import { frameworksPage } from "./frameworks-page.ts";

/** Writes what is derived from the options and the manifests and kept in the repository. */
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
for (const [path, text] of Object.entries(derivedFiles(await builtinCatalogue(builtinParts), read))) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
const { manifests } = await builtinLayers();
writeFileSync(new URL("../docs/frameworks.md", import.meta.url), frameworksPage(manifests));
