import { writeFileSync } from "node:fs";
import { builtinParts } from "../generators/builtin-parts.ts";
import { builtinCatalogue } from "../generators/commands/builtin-catalogue.ts";
import { derivedFiles } from "../generators/options/derived-files.ts";

/** Writes what is derived from the options and kept in the repository. */
for (const [path, text] of Object.entries(derivedFiles(await builtinCatalogue(builtinParts)))) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
