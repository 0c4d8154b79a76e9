import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { registered, registeredByRules } from "../../generators/idl/checks/check-registered.ts";
import { isWellKnown } from "../../generators/idl/proto/is-well-known.ts";
import { packedProtos } from "../../generators/tools/plugin-pack.ts";
import { root } from "../../scripts/toolchain.mjs";
import { emit } from "../support/emit.ts";
import { anyPair, type Pair, pairsWith } from "../support/pairs.ts";
import { inService } from "../support/service.ts";

const fixtures = join(root, "test", "fixtures", "idl");
const published = packedProtos(join(root, "plugins"));

const work = mkdtempSync(join(tmpdir(), "gomicro-registered-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The packages of the protos that Go modules of the service register, but for those that are published for every IDL. */
function registeredIn({ title, flags }: Pair, idl: string): readonly string[] {
  const folder = join(work, `${title.replace(" ", "-")}-${idl}`, "orders");
  const more = ["--module", "example.com/orders", "--partial"];
  emit(folder, [...flags, ...more, "--idl", join(fixtures, idl)]);
  const source = join(folder, "..", "registered_test.go");
  const overlay = join(folder, "..", "overlay.json");
  writeFileSync(source, readFileSync(fileURLToPath(new URL("registered-names.go", import.meta.url))));
  const place = join(folder, "cmd", "orders", "registered_test.go");
  writeFileSync(overlay, JSON.stringify({ Replace: { [place]: source } }));
  const command = ["test", "-trimpath", "-v", "-overlay", overlay, "-run", "TestRegisteredNames"];
  const { status, output } = inService(folder, "go", ...command, "./cmd/orders");
  expect(status, output).toBe(0);
  const names = [...output.matchAll(/^registered (\S+) (\S+)$/gm)].flatMap(([, path = "", name = ""]) =>
    isWellKnown(path) || published.includes(path) || name.startsWith("acme.") ? [] : [name],
  );
  return [...new Set(names)].sort();
}

const always = Object.values(registered).flat().sort();
const withRules = [...always, ...Object.values(registeredByRules).flat()].sort();

describe("the packages that an IDL can't have are those that the binary registers", () => {
  it("without rules, on all pairs together", () => {
    const found = pairsWith({ idl: "proto" }).flatMap((pair) => registeredIn(pair, "shop"));
    expect([...new Set(found)].sort()).toEqual(always);
  });

  it("with rules, on a pair that speaks everything", () => {
    expect(registeredIn(anyPair({ speaks: ["http", "grpc"] }), "validated")).toEqual(withRules);
  });
});
