import { describe, expect, test } from "vitest";
import { builtinLayers } from "../../../generators/layers/builtin-layers.ts";
import { checkFates, type FateRules, fateOf } from "../../../generators/layers/fate.ts";
import { source } from "./fixture.ts";

const rules = (fate: Partial<FateRules>) => ({
  id: "a",
  fate: { default: "managed", made: [], managed: [], seeded: [], ...fate } as const,
});

describe("a pattern", () => {
  test.each<[string, string, boolean]>([
    ["go.mod", "go.mod", true],
    ["go.mod", "goxmod", false],
    ["go.mod", "tools/go.mod", false],
    ["*.go", "main.go", true],
    ["*.go", "cmd/main.go", false],
    ["internal/*_test.go", "internal/a_test.go", true],
    ["internal/*_test.go", "internal/a/a_test.go", false],
    ["**/*.gen.go", "a.gen.go", true],
    ["**/*.gen.go", "a/b/c.gen.go", true],
    ["**/*.gen.go", "a/b/c.go", false],
    ["gen/**", "gen/a/b.go", true],
    ["gen/**", "gen", false],
    ["gen/**", "generators/a.go", false],
    ["a/**/z.go", "a/z.go", true],
    ["a/**/z.go", "a/b/c/z.go", true],
    ["a/**/z.go", "a/bz.go", false],
    ["**", "a/b.go", true],
  ])("%s and %s: %s", (pattern, path, matches) => {
    expect(fateOf(rules({ seeded: [pattern] }), path)).toBe(matches ? "seeded" : "managed");
  });

  test("that matches no file is refused, and so is a file that two fates claim", async () => {
    const unused = rules({ made: ["gen/**"] });
    expect(() => checkFates(unused, ["main.go"])).toThrow('layer a: the pattern "gen/**" matches no file');
    const both = rules({ made: ["**/*.gen.go"], seeded: ["rpc/**"] });
    expect(() => checkFates(both, ["rpc/a.gen.go"])).toThrow("layer a: rpc/a.gen.go is both made and seeded");
    const layers = { a: { manifest: { fate: { default: "managed", seeded: ["x"] } }, "y.txt": "y" } };
    await expect(source(layers).load("a")).rejects.toThrow('the pattern "x" matches no file');
  });
});

const { manifests, load } = await builtinLayers();

test.each(manifests.map(({ id }) => id))(
  "the patterns of %s match its files, each one fate's",
  async (id) => {
    await expect(load(id)).resolves.toMatchObject({ manifest: { id } });
  },
);
