import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { readFolder } from "../support/folder.ts";
import { anyPair } from "../support/pairs.ts";
import { keys, openTerminal } from "../tool/pty/terminal.ts";

const http = anyPair({ speaks: ["http"] }).flags;
const dual = anyPair({ speaks: ["http", "grpc"] }).flags;
const thrift = anyPair({ idl: "thrift" }).flags;

/** The build where no folder above has packages. */
const alone = realpathSync(mkdtempSync(join(tmpdir(), "bundle-")));
cpSync(join(root, "dist"), join(alone, "dist"), { recursive: true });
afterAll(() => rmSync(alone, { recursive: true, force: true }));
const cli = { path: join(alone, "dist", "cli.js") };

function scratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "bundle-cwd-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function run(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli.path, ...args], {
    cwd,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("the build, without any package installed", () => {
  test.each(
    readdirSync(join(alone, "dist"), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".js"),
    ),
  )("asks for nothing but Node's own modules and itself: %s", (file) => {
    const text = readFileSync(join(alone, "dist", file), "utf8");
    const asked = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1] ?? "");
    const own = (name: string) =>
      name.startsWith("./") || name.startsWith("node:") || builtinModules.includes(name.replace(/\/$/, ""));
    expect(asked.filter((name) => !own(name))).toEqual([]);
  });

  test("makes a service, lists, and looks at the machine", () => {
    const cwd = scratch();
    expect(run(["new", "shop", ...dual, "--no-git"], cwd)).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(readFolder(join(cwd, "shop")).size).toBeGreaterThan(50);
    expect(run(["list", "--json"], cwd)).toMatchObject({ status: 0, stderr: "" });
    expect(run(["doctor"], cwd).stdout).toContain("node");
  });

  test("reads a preset from a tarball and compiles its templates", async () => {
    const cwd = scratch();
    mkdirSync(join(cwd, "package/templates/audit"), { recursive: true });
    const write = (path: string, text: string) => writeFileSync(join(cwd, "package", path), text);
    write("preset.json", '{ "name": "team", "version": "1.0.0", "description": "A team\'s." }');
    write("templates/audit/layer.json", '{ "id": "audit", "title": "Audit", "description": "Audit." }');
    write("templates/audit/AUDIT.md.hbs", "{{name}} on {{framework}}\n");
    await create({ gzip: true, cwd, file: join(cwd, "team.tgz") }, ["package"]);
    const made = run(["new", "shop", ...http, "--preset", "./team.tgz", "--no-git"], cwd);
    expect(made).toMatchObject({ status: 0, stderr: "" });
    expect(readFolder(join(cwd, "shop")).get("AUDIT.md")).toBe(
      `shop on ${anyPair({ speaks: ["http"] }).framework}\n`,
    );
  });

  test("asks on a terminal", async () => {
    const terminal = openTerminal({ cli, cwd: scratch() });
    await terminal.see("Preset");
    terminal.press(keys.enter);
    await terminal.see("Folder");
    terminal.press(keys.interrupt);
    expect(await terminal.exit).toBe(130);
  });
});

describe("a folder that can't be written to", () => {
  test("is one clear line, and nothing is in it", () => {
    const cwd = scratch();
    chmodSync(cwd, 0o555);
    chmodSync(alone, 0o755);
    // Root may write anywhere: then it is nobody who tries.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [cli.path, "new", "shop", ...http, "--no-git"],
      { cwd, encoding: "utf8", env: { PATH: process.env.PATH }, ...nobody },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^error: can't write .*: permission denied\n$/);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("the packed tarball", () => {
  test("installs without a network in an empty folder, and both commands make the same service", () => {
    const cwd = scratch();
    const npm = (...args: readonly string[]) =>
      execFileSync("npm", [...args], { cwd, encoding: "utf8", stdio: "pipe" });
    npm("pack", root, "--ignore-scripts", "--silent");
    const [tarball = ""] = readdirSync(cwd);
    writeFileSync(join(cwd, "package.json"), "{}");
    npm("install", "--offline", "--no-audit", "--no-fund", `./${tarball}`);
    expect(readdirSync(join(cwd, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "create-gomicro",
    ]);
    const bin = (name: string) => join(cwd, "node_modules", ".bin", name);
    const flags = ["--name", "till", ...thrift, "--yes", "--no-git"];
    execFileSync(bin("create-gomicro"), ["one", ...flags], { cwd, stdio: "pipe" });
    execFileSync(bin("gomicro"), ["new", "two", ...flags], { cwd, stdio: "pipe" });
    expect(readFolder(join(cwd, "one")).has("cmd/till/main.go")).toBe(true);
    expect(readFolder(join(cwd, "two"))).toEqual(readFolder(join(cwd, "one")));
  });
});

describe("the package", () => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    }),
  );

  test("is at most 1 MB and needs no other", () => {
    expect(packed.size).toBeLessThanOrEqual(1_000_000);
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
    } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect({ ...dependencies, ...optionalDependencies, ...peerDependencies }).toEqual({});
  });

  test("has every file of the build", () => {
    const paths: readonly string[] = packed.files.map(({ path }: { path: string }) => path);
    const built = readdirSync(join(root, "dist"), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(paths.filter((path) => path.startsWith("dist/"))).toHaveLength(built.length);
  });
});
