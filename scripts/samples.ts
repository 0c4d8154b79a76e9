// `npm run samples`: writes what is stored of the built-in sample anew from its IDL: the code of each plugin, the OpenAPI document,
// the vendored protos and the models.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sampleFiles } from "./sample-files.ts";
import { root } from "./toolchain.mjs";

const { files, folders } = await sampleFiles();
for (const folder of folders) rmSync(join(root, folder), { recursive: true, force: true });
for (const { path, content } of files) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
console.log(`${files.length} files are written from the sample's IDL`);
