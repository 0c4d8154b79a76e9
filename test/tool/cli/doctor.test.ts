import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { atLeast } from "../../../generators/commands/doctor/at-least.ts";
import { runMain, scratchFolder } from "../../unit/cli/run-main.ts";

/** A PATH with these commands alone, each printing its text. */
function pathWith(commands: Readonly<Record<string, string>>): string {
  const folder = scratchFolder();
  for (const [name, text] of Object.entries(commands)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const go = (version: string) => `case "$2" in GOVERSION) echo ${version};; CC) echo gcc;; esac`;
const tools = { go: go("go1.26.8"), gcc: "echo gcc 12.2.0; echo more", git: "echo git version 2.39.5" };

interface Finding {
  readonly name: string;
  readonly status: string;
  readonly detail: string;
}

async function doctor(
  commands: Readonly<Record<string, string>>,
  cwd = scratchFolder(),
  cache = join(cwd, "cache"),
) {
  const env = { PATH: pathWith(commands), XDG_CACHE_HOME: cache };
  const ran = await runMain({ argv: ["doctor", "--json"], cwd, env });
  const { ok, findings } = JSON.parse(ran.stdout);
  const found = new Map<string, Finding>(findings.map((finding: Finding) => [finding.name, finding]));
  return { ...ran, ok, found };
}

describe.skipIf(process.platform === "win32")("doctor", () => {
  test("is content with a machine that has everything", async () => {
    const { status, ok, found } = await doctor(tools);
    expect({ status, ok }).toEqual({ status: 0, ok: true });
    expect(found.get("node")).toEqual({ name: "node", status: "ok", detail: "20.17.0" });
    expect(found.get("go")).toEqual({ name: "go", status: "ok", detail: "1.26.8" });
    expect(found.get("C compiler")).toEqual({ name: "C compiler", status: "ok", detail: "gcc 12.2.0" });
    expect(found.get("git")).toEqual({ name: "git", status: "ok", detail: "2.39.5" });
  });

  test("fails without Go, and with one that is too old", async () => {
    const { go: _, ...others } = tools;
    const without = await doctor(others);
    expect({ status: without.status, ok: without.ok }).toEqual({ status: 1, ok: false });
    expect(without.found.get("go")).toMatchObject({ status: "fail", detail: "not found" });
    const old = await doctor({ ...tools, go: go("go1.25.4") });
    expect(old.status).toBe(1);
    expect(old.found.get("go")).toMatchObject({ status: "fail", detail: "1.25.4, older than 1.26" });
  });

  test("warns of what can be done without", async () => {
    const { status, found } = await doctor({ go: tools.go });
    expect(status).toBe(0);
    expect(found.get("C compiler")).toMatchObject({ status: "warn", detail: "gcc not found" });
    expect(found.get("git")).toMatchObject({ status: "warn" });
  });

  test("says where the tools for an own IDL are, and that their cache can't be written", async () => {
    const cache = scratchFolder();
    const sound = await doctor(tools, scratchFolder(), join(cache, "new", "create-gomicro"));
    expect(sound.found.get("buf")).toMatchObject({ status: "ok", detail: "1.75.0, /opt/buf" });
    expect(sound.found.get("plugins")).toMatchObject({
      status: "ok",
      detail: "0.1.0, installed when first needed",
    });
    expect(sound.found.get("cache")).toMatchObject({ status: "ok" });
    const file = join(cache, "file");
    writeFileSync(file, "");
    const odd = await doctor(tools, scratchFolder(), join(file, "create-gomicro"));
    expect(odd.status).toBe(0);
    expect(odd.found.get("cache")).toMatchObject({
      status: "warn",
      detail: `${file}/create-gomicro can't be written`,
    });
  });

  test("says in a service which files are no longer unchanged", async () => {
    const { cwd } = await runMain({ argv: ["shop", "--yes", "--no-git"] });
    const shop = join(cwd, "shop");
    const sound = await doctor(tools, shop);
    expect(sound.found.get("lock")).toMatchObject({ status: "ok" });
    expect(sound.found.has("edited")).toBe(false);
    writeFileSync(join(shop, "README.md"), "mine\n");
    rmSync(join(shop, "Dockerfile"));
    const { status, found } = await doctor(tools, shop);
    expect(status).toBe(0);
    expect(found.get("edited")).toMatchObject({ detail: "README.md" });
    expect(found.get("removed")).toMatchObject({ detail: "Dockerfile" });
  });

  test("warns about generated files that differ from the lock, because the next run overwrites them", async () => {
    const { cwd } = await runMain({ argv: ["shop", "--yes", "--no-git"] });
    writeFileSync(join(cwd, "shop", "gen/inventory.pb.go"), "mine\n");
    const { status, found } = await doctor(tools, join(cwd, "shop"));
    expect(status).toBe(0);
    expect(found.has("edited")).toBe(false);
    expect(found.get("generated")).toMatchObject({ status: "warn", detail: "gen/inventory.pb.go" });
  });

  test("fails in a service whose lock was edited by hand", async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, ".gomicro"));
    writeFileSync(join(cwd, ".gomicro", "lock.json"), "{}\n");
    const { status, found } = await doctor(tools, cwd);
    expect(status).toBe(1);
    expect(found.get("lock")).toMatchObject({ status: "fail" });
  });

  test("prints a line a finding, and what to do below it", async () => {
    const ran = await runMain({
      argv: ["doctor"],
      env: { PATH: pathWith({ gcc: tools.gcc, git: tools.git }) },
    });
    expect(ran).toMatchObject({ status: 1, stderr: "" });
    expect(ran.stdout).toContain("ok    node        20.17.0\n");
    expect(ran.stdout).toContain(
      `fail  go          not found\n${" ".repeat(18)}Go 1.26 or later is needed to build services: https://go.dev/dl\n`,
    );
  });
});

test.each([
  ["1.26.8", "1.26", true],
  ["1.26", "1.26", true],
  ["1.27rc1", "1.26", true],
  ["2.0", "1.26", true],
  ["1.25.9", "1.26", false],
  ["1.9", "1.26", false],
  ["20.17.0", "20.17", true],
  ["20.9.0", "20.17", false],
])("version %s is at least %s: %s", (version, floor, expected) => {
  expect(atLeast(version, floor)).toBe(expected);
});
