import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { combinations } from "../../support/combinations.ts";
import { deltaBetween, goldens, readGolden, readLayer } from "../../support/golden-folder.ts";

/** Goldens by name, in a folder of their own. */
function written(folders: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const below = mkdtempSync(join(tmpdir(), "goldens-"));
  onTestFinished(() => rmSync(below, { recursive: true }));
  for (const [name, files] of Object.entries(folders)) {
    for (const [path, text] of Object.entries(files)) {
      const file = join(below, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  return below;
}

describe("a golden", () => {
  test("without a delta file is the whole service", () => {
    const below = written({ one: { "a/b": "1", c: "2" } });
    expect([...readGolden("one", below)]).toEqual([
      ["a/b", "1"],
      ["c", "2"],
    ]);
  });

  test("with one is its base, with its own files in place of the base's, without what is absent", () => {
    const below = written({
      one: { a: "1", b: "2", d: "4" },
      two: { b: "20", c: "30", "delta.json": '{ "base": "one", "absent": ["d"] }' },
      three: { "delta.json": '{ "base": "two", "absent": ["a"] }' },
    });
    expect([...readGolden("two", below)]).toEqual([
      ["a", "1"],
      ["b", "20"],
      ["c", "30"],
    ]);
    expect([...readGolden("three", below).keys()]).toEqual(["b", "c"]);
  });

  test("whose base is a delta of it is refused", () => {
    const below = written({
      one: { "delta.json": '{ "base": "two", "absent": [] }' },
      two: { "delta.json": '{ "base": "one", "absent": [] }' },
    });
    expect(() => readGolden("one", below)).toThrow("each other's bases: one, two, one");
  });

  test("with a delta file that is none is refused", () => {
    const below = written({ one: { "delta.json": '{ "bases": "two" }' } });
    expect(() => readGolden("one", below)).toThrow("no base or no absent");
  });
});

describe("the goldens of this repository", () => {
  const names = combinations.map(({ name }) => name);

  test("are those of the combinations and no others", () => {
    expect(readdirSync(goldens).sort()).toEqual([...names].sort());
  });

  test.each(combinations)("$name is whole, or the smallest delta of its base", ({ name, whole }) => {
    const { files, delta } = readLayer(name);
    expect(delta === undefined).toBe(whole);
    if (delta === undefined) return;
    const smallest = deltaBetween(readGolden(delta.base), readGolden(name));
    expect([...files.keys()]).toEqual(smallest.differing);
    expect(delta.absent).toEqual(smallest.absent);
  });
});
