import { describe, expect, test } from "vitest";
import { builtinLayers } from "../../../generators/layers/builtin.ts";
import { builtinModules } from "../../../generators/modules/builtin.ts";
import { lockedFiles, serviceKeyOf, toolsOf } from "../../../generators/modules/module-lock.ts";
import { combinations } from "../../../scripts/lock-combinations.ts";

const all = await combinations(await builtinLayers());
const cases = all.map(
  (combination) => [serviceKeyOf(combination.facts, combination.imported), combination] as const,
);

/** Without Go: what a combination's files import against what its go.mod requires. */
describe("the lock file (npm run lock writes it)", () => {
  test.each(cases)("requires what is imported and no more: %s", (key, { manifests, packages }) => {
    const { mod } = lockedFiles(builtinModules(), "services", key);
    const tools = toolsOf(manifests, "service");
    const required = [...mod.matchAll(/^(?:\t|require )(\S+) v\S+( \/\/ indirect)?$/gm)].map((match) => ({
      path: match[1] ?? "",
      indirect: match[2] !== undefined,
    }));
    const moduleOf = (name: string) =>
      required
        .map(({ path }) => path)
        .filter((path) => name === path || name.startsWith(`${path}/`))
        .sort((a, b) => b.length - a.length)[0];
    const used = new Set(packages.map(moduleOf));
    expect(required.filter(({ indirect }) => !indirect).map(({ path }) => path)).toEqual([...used].sort());
    for (const tool of tools) {
      expect(mod).toMatch(new RegExp(`^(tool |\t)${tool}$`, "m"));
      expect(moduleOf(tool), tool).toBeDefined();
    }
    const wanted = toolsOf(manifests, "tools");
    if (wanted.length > 0)
      expect(lockedFiles(builtinModules(), "tools", wanted.join(" ")).mod).toContain("tool");
  });
});
