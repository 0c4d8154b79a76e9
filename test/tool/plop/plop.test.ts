import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import nodePlop from "node-plop";
import { describe, expect, test } from "vitest";
import { filesBelow, scratchFolder } from "../../unit/cli/run-main.ts";
import { keys, openTerminal } from "../pty/terminal.ts";
import { useBundle } from "../pty/use-bundle.ts";

const plop = { path: fileURLToPath(new URL("../../../node_modules/plop/bin/plop.js", import.meta.url)) };
const plopfile = useBundle(new URL("fake-plopfile.ts", import.meta.url));
const { enter } = keys;

function answers(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, ".gomicro/lock.json"), "utf8")).answers;
}

interface Ran {
  readonly status: number;
  readonly output: string;
}

function runPlop(cwd: string, ...argv: readonly string[]): Promise<Ran> {
  const words = [plop.path, "--plopfile", plopfile.path, ...argv];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, output: `${stdout}${stderr}` });
    });
  });
}

describe("plop itself", () => {
  test("runs the generator with the words after --", async () => {
    const cwd = scratchFolder();
    const ran = await runPlop(cwd, "new", "--", "shop", "--framework", "stdlib", "--no-git");
    expect(ran).toMatchObject({
      status: 0,
      output: expect.stringContaining(`${cwd}/shop: 10 files created`),
    });
    expect(answers(join(cwd, "shop"))).toMatchObject({ framework: "stdlib", protocol: "http" });
  });

  test("asks on a terminal, and shows the files before it writes", async () => {
    const cwd = scratchFolder();
    const words = "--preset none --module a.b/c --idl sample --store none --deploy none --ci none --no-git";
    const argv = ["--plopfile", plopfile.path, "new", "--", "shop", ...words.split(" ")];
    const terminal = openTerminal({ cli: plop, cwd, argv });
    await terminal.see("Framework");
    terminal.press("gin", enter);
    await terminal.see("9 files: 9 new");
    await terminal.see("Write them?");
    expect(filesBelow(cwd)).toEqual([]);
    terminal.press(enter);
    await terminal.see(`${cwd}/shop: 9 files created`);
    expect(await terminal.exit).toBe(0);
    expect(answers(join(cwd, "shop"))).toMatchObject({ framework: "gin" });
  });

  test("fails with our words, and nothing written", async () => {
    const cwd = scratchFolder();
    const ran = await runPlop(cwd, "new", "--", "shop", "--framework", "gim");
    expect(ran).toMatchObject({ status: 1, output: expect.stringContaining('unknown framework "gim"') });
    expect(filesBelow(cwd)).toEqual([]);
  });

  test("shows what --dry-run and --diff show, and nothing is written", async () => {
    const cwd = scratchFolder();
    const ran = await runPlop(cwd, "new", "--", "shop", "--framework", "stdlib", "--dry-run");
    expect(ran).toMatchObject({ status: 0, output: expect.stringContaining("10 files: 10 new") });
    expect(filesBelow(cwd)).toEqual([]);
  });

  test("writes below --dest, and over files with --force alone", async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, "shop"));
    writeFileSync(join(cwd, "shop", "go.mod"), "mine\n");
    const words = ["new", "--", "shop", "--framework", "gin", "--no-git"];
    const refused = await runPlop("/", "--dest", cwd, ...words);
    expect(refused).toMatchObject({
      status: 1,
      output: expect.stringContaining("have other content: go.mod"),
    });
    expect(filesBelow(cwd)).toEqual(["shop/go.mod"]);
    const forced = await runPlop("/", "--dest", cwd, "--force", ...words);
    expect(forced.status).toBe(0);
    expect(readFileSync(join(cwd, "shop", "go.mod"), "utf8")).toMatch(/^module example.com\/shop/);
  });
});

describe("node-plop's API", () => {
  test("lists the generator and runs its action on answers of one's own", async () => {
    const cwd = scratchFolder();
    const api = await nodePlop(plopfile.path, { destBasePath: cwd, force: false });
    expect(api.getGeneratorList().map(({ name }) => name)).toEqual(["new", "add rpc", "add service"]);
    const result = await api
      .getGenerator("new")
      .runActions({ dir: "shop", framework: "kitex", deploy: ["none"] });
    expect(result.failures).toEqual([]);
    expect(result.changes).toEqual([{ type: "gomicro", path: `${cwd}/shop: 9 files created` }]);
    expect(answers(join(cwd, "shop"))).toMatchObject({ framework: "kitex", protocol: "thrift", deploy: [] });
  });

  test("reports what is wrong with them, and nothing is written", async () => {
    const cwd = scratchFolder();
    const api = await nodePlop(plopfile.path, { destBasePath: cwd, force: false });
    const { changes, failures } = await api.getGenerator("new").runActions({ dir: "shop", framwork: "gin" });
    expect(changes).toEqual([]);
    expect(failures).toMatchObject([{ type: "gomicro", error: 'the answers: unknown key "framwork"' }]);
    expect(filesBelow(cwd)).toEqual([]);
  });
});
