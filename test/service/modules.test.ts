import { describe, expect, it } from "vitest";
import { knownPrefixes } from "../../generators/idl/known-imports.ts";
import { builtinLayers } from "../../generators/layers/builtin-layers.ts";
import { builtinModules } from "../../generators/modules/builtin-modules.ts";
import { serviceFiles } from "../../generators/modules/module-files.ts";
import { serviceKey, toolsOf } from "../../generators/modules/module-lock.ts";
import universe from "../../generators/modules/universe.json" with { type: "json" };
import { type Combination, combinations, importedPackages } from "../../scripts/lock/combinations.ts";
import { resolve } from "../../scripts/lock/resolve.ts";
import { leaveOut } from "../support/leave-out.ts";
import { pairsWithout } from "../support/pairs.ts";

const layers = await builtinLayers();
const lock = builtinModules();
const imports = new Map((await importedPackages(layers)).map((one) => [one.prefix, one]));
const own = (await combinations(layers)).filter(
  ({ facts }) => facts.source.includes("own") && facts.idl.includes("proto"),
);

/** Whether a difference shows depends on what meets what: alone, each with each other, and all. */
const alone = knownPrefixes.map((prefix) => [prefix]);
const pairs = knownPrefixes.flatMap((one, index) =>
  knownPrefixes.slice(index + 1).map((other) => [one, other]),
);
const seen = new Set<string>();

async function isTidy(
  { facts, manifests, packages }: Combination,
  prefixes: readonly string[],
): Promise<void> {
  const taken = prefixes.flatMap((prefix) => {
    const { types = [], beside = [] } = imports.get(prefix) ?? {};
    return [...types, ...beside];
  });
  const tidied = await resolve({
    module: "gomicro.example/service",
    go: universe.go,
    pins: universe.service,
    tools: toolsOf(manifests, "service"),
    packages: [...new Set([...packages, ...taken])].sort(),
  });
  expect(serviceFiles({ lock, facts, prefixes }), prefixes.join(" ")).toEqual(tidied);
}

/** What is emitted without Go against what Go makes of the same imports. */
describe.each(own.map((one) => ({ name: serviceKey(one.facts), one })))("the modules of $name", ({ one }) => {
  const pair = [...one.facts.framework, ...one.facts.protocol].join(" ");
  const first = !seen.has(pair);
  seen.add(pair);

  it("are what go mod tidy makes of them, whatever the IDL imports", { timeout: 300_000 }, async () => {
    const all = [...knownPrefixes];
    for (const prefixes of [[], all, ...alone, ...(first ? pairs : [])]) await isTidy(one, prefixes);
  });
});

leaveOut(pairsWithout({ idl: "proto" }), "Thrift files import no module");
