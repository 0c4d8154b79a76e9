// `npm run golden:update`: emits every combination into test/golden. Read the diff before you commit it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { combinations } from "../test/support/combinations.ts";
import { emit } from "../test/support/emit.ts";
import { root } from "./toolchain.mjs";

for (const { name, flags } of combinations) {
  const folder = join(root, "test", "golden", name);
  rmSync(folder, { recursive: true, force: true });
  emit(folder, flags);
  process.stdout.write(`test/golden/${name}\n`);
}
