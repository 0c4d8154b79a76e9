// `npm run workbench -- --framework <name>`: a service whose files are links to the templates they come from, for gopls.
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { emit } from "../test/support/emit.ts";
import { readFolder } from "../test/support/folder.ts";
import { root } from "./toolchain.mjs";

/** With these, what is emitted equals its template byte for byte. */
const standIns = ["--name", "gomicro-service", "--module", "gomicro.example/service"];

const folder = join(root, ".cache", "workbench");
rmSync(folder, { recursive: true, force: true });
emit(folder, [...process.argv.slice(2), ...standIns]);

const layers = readdirSync(join(root, "templates"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("layer.json"))
  .map((path) => dirname(path));
let links = 0;
for (const [path, text] of readFolder(folder)) {
  if (!path.endsWith(".go")) continue;
  const stored = path.replace("cmd/gomicro-service/", "cmd/__name__/");
  for (const layer of layers) {
    const template = join(root, "templates", layer, stored);
    if (!existsSync(template) || readFileSync(template, "utf8") !== text) continue;
    rmSync(join(folder, path));
    symlinkSync(template, join(folder, path));
    links += 1;
    break;
  }
}
process.stdout.write(`${folder}\n${links} files are links to templates\n`);
