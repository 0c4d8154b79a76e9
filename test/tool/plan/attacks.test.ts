import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles, readText, realDisk } from "../../../generators/files/disk.ts";
import { folderTree } from "../../../generators/files/folder-tree.ts";
import { treeSource } from "../../../generators/layers/tree-source.ts";
import { applyPlan } from "../../../generators/plan/apply-plan.ts";
import { compare } from "../../../generators/plan/compare.ts";
import { planOf, scratch, snapshot, write } from "../../unit/plan/scratch.ts";

const plan = planOf({ "internal/store/store.go": "new", "x.txt": "new" });
const signal = new AbortController().signal;

/** A target with something secret beside it. */
function place() {
  const root = scratch();
  write(root, { "outside/secret.txt": "secret", "target/keep.txt": "mine" });
  return { root, target: join(root, "target"), outside: join(root, "outside") };
}

const ways: Readonly<Record<string, (at: ReturnType<typeof place>) => void>> = {
  "a folder that is a link out": ({ target, outside }) => symlinkSync(outside, join(target, "internal")),
  "a folder that is a link within": ({ target }) => {
    mkdirSync(join(target, "real"));
    symlinkSync("real", join(target, "internal"));
  },
  "a chain of links": ({ target, outside }) => {
    symlinkSync("second", join(target, "internal"));
    symlinkSync("third", join(target, "second"));
    symlinkSync(outside, join(target, "third"));
  },
  "a link to nothing, made later": ({ root, target }) =>
    symlinkSync(join(root, "later"), join(target, "internal")),
  "a loop of links": ({ target }) => symlinkSync("internal", join(target, "internal")),
  "a file that is a link": ({ target, outside }) =>
    symlinkSync(join(outside, "secret.txt"), join(target, "x.txt")),
  "a file that is a link to nothing": ({ root, target }) =>
    symlinkSync(join(root, "later"), join(target, "x.txt")),
  "a file that is a folder": ({ target }) => mkdirSync(join(target, "x.txt")),
  "a folder that is a file": ({ target }) => write(target, { internal: "mine" }),
  "a file that is a pipe": ({ target }) => execFileSync("mkfifo", [join(target, "x.txt")]),
  "the target itself a link": ({ root, target, outside }) => {
    renameSync(target, join(root, "moved"));
    symlinkSync(outside, target);
  },
  "the target itself a link to nothing": ({ root, target }) => {
    renameSync(target, join(root, "moved"));
    symlinkSync(join(root, "later"), target);
  },
  "the target a file": ({ root, target }) => {
    rmSync(target, { recursive: true });
    write(root, { target: "mine" });
  },
};

describe("what is in the way of writing", () => {
  test.each(Object.entries(ways))("is never followed or replaced, forced or not: %s", async (_, attack) => {
    const at = place();
    attack(at);
    const before = _.includes("pipe") ? undefined : snapshot(at.root);
    for (const force of [false, true]) {
      const result = applyPlan({ plan, target: at.target, force, signal });
      await expect(result).rejects.toMatchObject({ code: "in-the-way" });
      expect(() => compare({ plan, target: at.target })).toThrow(
        expect.objectContaining({ code: "in-the-way" }),
      );
    }
    expect(existsSync(join(at.root, "later"))).toBe(false);
    if (before) expect(snapshot(at.root)).toEqual(before);
  });

  test("is not followed when it comes between looking and writing", async () => {
    const { target, outside } = place();
    let swapped = false;
    const disk = {
      ...realDisk,
      mkdtempSync: (prefix: string) => {
        symlinkSync(outside, join(target, "internal"));
        swapped = true;
        return realDisk.mkdtempSync(prefix);
      },
    };
    await expect(applyPlan({ plan, target, force: true, signal, disk })).rejects.toMatchObject({
      code: "in-the-way",
    });
    expect(swapped).toBe(true);
    expect(readdirSync(outside)).toEqual(["secret.txt"]);
  });

  test("is not overwritten when it comes between looking and writing", async () => {
    const { target } = place();
    const disk = {
      ...realDisk,
      mkdtempSync: (prefix: string) => {
        write(target, { "x.txt": "theirs" });
        return realDisk.mkdtempSync(prefix);
      },
    };
    await expect(applyPlan({ plan, target, force: false, signal, disk })).rejects.toThrow(
      "a file was created there in the meantime",
    );
    expect(readFileSync(join(target, "x.txt"), "utf8")).toBe("theirs");
    expect(existsSync(join(target, "internal"))).toBe(false);
  });
});

const templateLinks: Readonly<Record<string, (preset: string, outside: string) => void>> = {
  "a template that is a link": (preset, outside) =>
    symlinkSync(join(outside, "secret.txt"), join(preset, "templates/a/stolen.txt")),
  "a folder of templates that is a link": (preset, outside) =>
    symlinkSync(outside, join(preset, "templates/a/stolen")),
  "templates/ itself a link": (preset, outside) => {
    rmSync(join(preset, "templates"), { recursive: true });
    symlinkSync(outside, join(preset, "templates"));
  },
  "a manifest that is a link": (preset, outside) => {
    rmSync(join(preset, "templates/a/layer.json"));
    symlinkSync(join(outside, "secret.txt"), join(preset, "templates/a/layer.json"));
  },
  "a chain of links": (preset, outside) => {
    symlinkSync("second", join(preset, "templates/a/first"));
    symlinkSync(outside, join(preset, "templates/a/second"));
  },
  "a device": (preset) => execFileSync("mkfifo", [join(preset, "templates/a/pipe")]),
};

describe("a folder of templates", () => {
  test.each(Object.entries(templateLinks))("reads nothing from elsewhere: %s", (_, attack) => {
    const root = scratch();
    write(root, {
      "outside/secret.txt": "secret",
      "outside/layer.json": "{}",
      "preset/templates/a/layer.json": '{"id":"a","title":"a","description":"a"}',
    });
    attack(join(root, "preset"), join(root, "outside"));
    expect(() => treeSource(folderTree(join(root, "preset")))).toThrow(
      expect.objectContaining({ code: "in-the-way" }),
    );
  });

  test("can't be chosen above the preset", () => {
    const root = scratch();
    write(root, { "loot.txt": "loot", "preset/a": "" });
    expect(() => listFiles(join(root, "preset"), "..")).toThrow("unsafe path");
    expect(() => readText(join(root, "preset"), "../loot.txt")).toThrow("unsafe path");
  });

  test("is text, with LF line ends whatever the checkout made of them", () => {
    const root = scratch();
    write(root, { "a.txt": "\ufeffa\r\nb\n" });
    expect(readText(root, "a.txt")).toBe("a\nb\n");
    realDisk.writeFileSync(join(root, "b.bin"), Buffer.from([0xff, 0xfe]));
    expect(() => readText(root, "b.bin")).toThrow("is not UTF-8 text");
  });
});
