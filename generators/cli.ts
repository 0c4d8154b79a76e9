#!/usr/bin/env node
import { main } from "./main.ts";
import { processWorld } from "./process-world.ts";

void main(
  processWorld({ argv: process.argv.slice(2), cwd: process.cwd() }),
  async () => (await import("./builtin-parts.ts")).builtinParts,
).then((status) => {
  process.exitCode = status;
});
