import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";

test("the emitted service knows the versions that it was made with", () => {
  const universe = JSON.parse(readFileSync(join(root, "generators/modules/universe.json"), "utf8"));
  const source = readFileSync(join(root, "templates/service/internal/platform/health/build.go"), "utf8");
  const [, table = ""] = /var minimums = map\[string\]string\{([\s\S]*?)\n\}/.exec(source) ?? [];
  const minimums = [...table.matchAll(/"(\S+)":\s+"(\S+)"/g)];
  expect(minimums.length).toBeGreaterThan(5);
  for (const [, path = "", version] of minimums) expect(universe.service[path], path).toBe(version);
});
