import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { applyPlan } from "../../../generators/plan/apply-plan.ts";
import { planOf, scratch, snapshot, write } from "../../unit/plan/scratch.ts";

/** A file system of 64 KiB; undefined where we may not mount one. */
function smallDisk(): string | undefined {
  const path = join(scratch(), "disk");
  mkdirSync(path);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path]);
  if (mounted.status !== 0) return undefined;
  onTestFinished(() => void spawnSync("umount", [path]));
  return path;
}

test("a real disk that fills up half-way is as it was, and says so", async ({ skip }) => {
  const disk = smallDisk();
  if (disk === undefined) return skip("needs the right to mount");
  write(disk, { "shop/README.md": "mine" });
  const before = snapshot(disk);
  const big = planOf(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f/${n}`, "x".repeat(4096)])));
  const signal = new AbortController().signal;
  for (const target of [join(disk, "fresh"), join(disk, "shop")]) {
    const result = applyPlan({ plan: big, target, force: false, signal });
    await expect(result).rejects.toThrow(`can't write ${target}: no space is left on the device`);
    expect(snapshot(disk)).toEqual(before);
  }
});
