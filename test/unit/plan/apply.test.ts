import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../generators/error.ts";
import { realDisk } from "../../../generators/files/disk.ts";
import { type ApplyOptions, applyPlan } from "../../../generators/plan/apply-plan.ts";
import type { Plan } from "../../../generators/plan/plan.ts";
import { failingDisk } from "./failing-disk.ts";
import { planOf, scratch, snapshot, write } from "./scratch.ts";

const plan = planOf(
  { "README.md": "new\n", "cmd/a/main.go": "main\n", "cmd/a/run.sh": "run\n", "gen/x": "" },
  ["cmd/a/run.sh"],
);
const never = new AbortController().signal;

/** What exFAT and some network file systems say. */
function refuseLink(): never {
  throw Object.assign(new Error("injected"), { code: "EPERM" });
}

function apply(target: string, more: Partial<ApplyOptions> = {}) {
  return applyPlan({ plan, target, force: false, signal: never, ...more });
}

describe("a target that does not exist", () => {
  test("appears with everything in it, and the folders above it", async () => {
    const target = join(scratch(), "a/b/shop");
    const result = await apply(target);
    expect(result).toEqual({
      created: ["README.md", "cmd/a/main.go", "cmd/a/run.sh", "gen/x"],
      overwritten: [],
      same: [],
      kept: [],
      removed: [],
    });
    expect(snapshot(target)).toEqual({
      ".": "folder 755",
      "./README.md": "file 644 1 new\n",
      "./cmd": "folder 755",
      "./cmd/a": "folder 755",
      "./cmd/a/main.go": "file 644 1 main\n",
      "./cmd/a/run.sh": "file 755 1 run\n",
      "./gen": "folder 755",
      "./gen/x": "file 644 1 ",
    });
    expect(readdirSync(join(target, ".."))).toEqual(["shop"]);
  });

  test("may be reached through a link, as what is above it is the user's choice", async () => {
    const root = scratch();
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "link"));
    await apply(join(root, "link/shop"));
    expect(readFileSync(join(root, "real/shop/README.md"), "utf8")).toBe("new\n");
  });
});

describe("a target that exists", () => {
  test("keeps what else is in it, and itself: a shell may stand in it", async () => {
    const target = scratch();
    write(target, { "notes.txt": "mine", "cmd/a/mine.go": "mine" });
    mkdirSync(join(target, "empty"));
    const inode = lstatSync(target).ino;
    await apply(target);
    expect(lstatSync(target).ino).toBe(inode);
    expect(readdirSync(target)).toEqual(["README.md", "cmd", "empty", "gen", "notes.txt"]);
    expect(readdirSync(join(target, "cmd/a"))).toEqual(["main.go", "mine.go", "run.sh"]);
  });

  test("is left alone where it has the same content already", async () => {
    const target = scratch();
    await apply(target);
    const before = snapshot(target);
    expect(await apply(target)).toMatchObject({
      created: [],
      same: ["README.md", "cmd/a/main.go", "cmd/a/run.sh", "gen/x"],
    });
    expect(snapshot(target)).toEqual(before);
  });

  test("with other content is a conflict that names the file, and nothing is written", async () => {
    const target = scratch();
    write(target, { "README.md": "mine\n", "gen/x": "" });
    const before = snapshot(target);
    await expect(apply(target)).rejects.toThrow(/have other content: README\.md$/);
    expect(snapshot(target)).toEqual(before);
  });

  test("is overwritten with force, or by a decision for the one file", async () => {
    const [forced, decided, kept] = [scratch(), scratch(), scratch()];
    for (const target of [forced, decided, kept]) write(target, { "README.md": "mine\n" });
    expect((await apply(forced, { force: true })).overwritten).toEqual(["README.md"]);
    expect((await apply(decided, { decisions: new Map([["README.md", "overwrite"]]) })).overwritten).toEqual([
      "README.md",
    ]);
    expect((await apply(kept, { decisions: new Map([["README.md", "keep"]]), force: true })).kept).toEqual([
      "README.md",
    ]);
    expect(readFileSync(join(forced, "README.md"), "utf8")).toBe("new\n");
    expect(readFileSync(join(decided, "README.md"), "utf8")).toBe("new\n");
    expect(readFileSync(join(kept, "README.md"), "utf8")).toBe("mine\n");
    expect(readFileSync(join(kept, "cmd/a/main.go"), "utf8")).toBe("main\n");
    expect(readdirSync(forced)).toEqual(["README.md", "cmd", "gen"]);
  });
});

const shapes: Readonly<Record<string, (target: string) => void>> = {
  "that does not exist": () => undefined,
  "that is empty": (target) => mkdirSync(target, { mode: 0o710 }),
  "with files, modes and empty folders": (target) => {
    write(target, { "README.md": "mine\n", "notes.txt": "mine", "cmd/b.go": "mine", "gen/x": "mine" });
    mkdirSync(join(target, "empty/deep"), { recursive: true });
    chmodSync(join(target, "gen/x"), 0o600);
    chmodSync(join(target, "cmd"), 0o700);
    symlinkSync("notes.txt", join(target, "link"));
  },
};

describe.each(Object.entries(shapes))("a target %s", (_, prepare) => {
  test("is as it was after a failure of any step", async () => {
    const root = scratch();
    const target = join(root, "deep/shop");
    mkdirSync(join(root, "deep"));
    prepare(target);
    const before = snapshot(root);
    let failures = 0;
    for (let step = 1; step < 200; step++) {
      const failing = failingDisk(step, "ENOSPC");
      const result = await apply(target, { force: true, disk: failing.disk }).catch(
        (error: unknown) => error,
      );
      if (!(result instanceof Error)) break;
      failures++;
      expect(result, `step ${step}`).toBeInstanceOf(UserError);
      expect(result.message).toMatch(/no space is left on the device$/);
      expect(snapshot(root), `step ${step}`).toEqual(before);
    }
    expect(failures).toBeGreaterThan(12);
    expect(readFileSync(join(target, "cmd/a/main.go"), "utf8")).toBe("main\n");
  });

  test("is as it was after a failure of any step where there are no hard links", async () => {
    const root = scratch();
    const target = join(root, "shop");
    prepare(target);
    const before = snapshot(root);
    for (let step = 1; step < 200; step++) {
      const { disk, count } = failingDisk(step, "ENOSPC");
      const result = apply(target, { force: true, disk: { ...disk, linkSync: refuseLink } });
      if (
        await result.then(
          () => count() < step,
          () => false,
        )
      )
        return;
      await expect(result, `step ${step}`).rejects.toThrow(/no space is left on the device$/);
      expect(snapshot(root), `step ${step}`).toEqual(before);
    }
  });

  test("is as it was after an interruption at any step", async () => {
    const root = scratch();
    const target = join(root, "shop");
    prepare(target);
    const before = snapshot(root);
    const many: Plan = {
      files: [
        ...plan.files,
        ...planOf(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`z/${n}`, "z"]))).files,
      ],
    };
    for (const step of [1, 2, 5, 40, 110, 200, 250]) {
      const controller = new AbortController();
      const failing = failingDisk(step, "EPERM", () => controller.abort());
      const result = apply(target, {
        plan: many,
        force: true,
        disk: failing.disk,
        signal: controller.signal,
      });
      await expect(result, `step ${step}`).rejects.toThrow(UserError);
      expect(snapshot(root), `step ${step}`).toEqual(before);
    }
    const aborted = AbortSignal.abort();
    await expect(apply(target, { force: true, signal: aborted })).rejects.toMatchObject({
      code: "interrupted",
      status: 130,
    });
    expect(snapshot(root)).toEqual(before);
  });
});

test("an interruption in the middle, by a timer, leaves the target as it was", async () => {
  const target = scratch();
  write(target, { "0": "mine" });
  const before = snapshot(target);
  const many = planOf(Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`${n}`, "z"])));
  const controller = new AbortController();
  setImmediate(() => setImmediate(() => controller.abort()));
  await expect(apply(target, { plan: many, force: true, signal: controller.signal })).rejects.toThrow(
    "interrupted",
  );
  expect(snapshot(target)).toEqual(before);
});

test("a file system without hard links is written to all the same", async () => {
  const target = scratch();
  write(target, { "README.md": "mine\n" });
  await apply(target, { force: true, disk: { ...realDisk, linkSync: refuseLink } });
  expect(snapshot(target)["./README.md"]).toBe("file 644 1 new\n");
  expect(snapshot(target)["./cmd/a/run.sh"]).toBe("file 755 1 run\n");
});

test.each([
  ["EACCES", "permission denied"],
  ["EROFS", "the file system is read-only"],
])("a parent that can't be written to (%s) is one clear line", async (code, reason) => {
  const target = join(scratch(), "shop");
  const result = apply(target, { disk: failingDisk(1, code).disk });
  await expect(result).rejects.toThrow(`can't write ${target}: ${reason}`);
});

test("what could not be undone is said, and why it had to be", async () => {
  const target = scratch();
  const { disk } = failingDisk(20, "EIO");
  const stuck = {
    ...disk,
    unlinkSync: () => {
      throw new Error("stuck");
    },
  };
  await expect(apply(target, { disk: stuck })).rejects.toMatchObject({
    code: "rollback",
    message: expect.stringContaining("stuck"),
    hint: expect.stringContaining("the disk reported an error"),
  });
});
