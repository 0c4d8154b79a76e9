import { describe, expect, test } from "vitest";
import { memoryTree } from "../../../generators/files/memory-tree.ts";
import { treeSource } from "../../../generators/layers/tree-source.ts";

const manifest = (id: string) => JSON.stringify({ id, title: id, description: id });
const of = (files: Record<string, string>) =>
  treeSource(memoryTree("preset", new Map(Object.entries(files))));

describe("the layers of a tree", () => {
  test("are the folders with a layer.json, and everything below one is its own", async () => {
    const source = of({
      "preset.json": "{}",
      "templates/a/layer.json": manifest("a"),
      "templates/a/x/layer.json": "{}",
      "templates/b/c/layer.json": manifest("b/c"),
      "templates/b/c/README.md": "text",
    });
    expect(source.manifests.map(({ id }) => id)).toEqual(["a", "b/c"]);
    expect((await source.load("a")).files.map(({ path }) => path)).toEqual(["x/layer.json"]);
    expect((await source.load("b/c")).files.map(({ source: name }) => name)).toEqual(["b/c/README.md"]);
  });

  test("own every file", () => {
    expect(() => of({ "templates/a/README.md": "text" })).toThrow(
      "preset/templates/a/README.md belongs to no layer",
    );
  });

  test("are compiled when they are rendered, so that a broken one that is not used does no harm", async () => {
    const source = of({ "templates/a/layer.json": manifest("a"), "templates/a/x.hbs": "{{#if}}" });
    await expect(source.load("a")).resolves.toBeDefined();
  });
});
