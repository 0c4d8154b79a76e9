import { describe, expect, test } from "vitest";
import { builtinLayers } from "../../../generators/layers/builtin-layers.ts";
import { builtinModules } from "../../../generators/modules/builtin-modules.ts";
import { lockedFiles, serviceKey, toolsOf } from "../../../generators/modules/module-lock.ts";
import { combinations, importedPackages } from "../../../scripts/lock/combinations.ts";

const lock = builtinModules();
const layers = await builtinLayers();
const services = (await combinations(layers)).map((one) => [serviceKey(one.facts), one] as const);
const imports = (await importedPackages(layers)).map((one) => [one.prefix, one] as const);

function requirements(mod: string) {
  return [...mod.matchAll(/^(?:\t|require )(\S+) (v\S+)( \/\/ indirect)?$/gm)].map((match) => ({
    path: match[1] ?? "",
    version: match[2] ?? "",
    indirect: match[3] !== undefined,
  }));
}

function direct(mod: string): readonly string[] {
  return requirements(mod).flatMap(({ path, indirect }) => (indirect ? [] : path));
}

function modulesOf(mod: string, packages: readonly string[]) {
  const required = requirements(mod).map(({ path }) => path);
  const found = packages.map(
    (name) =>
      required
        .filter((path) => name === path || name.startsWith(`${path}/`))
        .sort((a, b) => b.length - a.length)[0],
  );
  return [...new Set(found)].sort();
}

/** Without Go: what a combination's files import against what its go.mod requires. */
describe("the lock file (npm run lock writes it)", () => {
  test.each(services)("requires what is imported and no more: %s", (key, { manifests, packages }) => {
    const { mod } = lockedFiles(lock, "services", key);
    expect(direct(mod)).toEqual(modulesOf(mod, packages));
    for (const tool of toolsOf(manifests, "service")) {
      expect(mod).toMatch(new RegExp(`^(tool |\t)${tool}$`, "m"));
      expect(modulesOf(mod, [tool]), tool).not.toContain(undefined);
    }
    const wanted = toolsOf(manifests, "tools");
    if (wanted.length > 0) expect(lockedFiles(lock, "tools", wanted.join(" ")).mod).toContain("tool");
  });

  test.each(imports)("adds what an import takes and no more: %s", (prefix, { types, beside }) => {
    const { mod } = lockedFiles(lock, "imports", prefix);
    expect(direct(mod)).toEqual(modulesOf(mod, [...types, ...beside]));
    expect(direct(mod).length).toBeGreaterThan(0);
  });

  // Then what an import takes can be added to a service as it is: no requirement of either is raised by the other.
  test.each(services)("has the versions of every import in %s", (key) => {
    const locked = [
      lockedFiles(lock, "services", key),
      ...imports.map(([prefix]) => lockedFiles(lock, "imports", prefix)),
    ];
    const versions = new Map<string, string>();
    for (const { path, version } of locked.flatMap(({ mod }) => requirements(mod))) {
      expect(version, path).toBe(versions.get(path) ?? version);
      versions.set(path, version);
    }
    expect(versions.size).toBeGreaterThan(20);
  });
});
