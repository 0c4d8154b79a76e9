import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { fakeParts } from "../../unit/cli/fake-parts.ts";
import { filesBelow, runMain, scratchFolder } from "../../unit/cli/run-main.ts";

const files = [
  ".gomicro/lock.json",
  "Dockerfile",
  "README.md",
  "cmd/shop/main.go",
  "gen/inventory.pb.go",
  "go.mod",
  "go.sum",
  "internal/rpc/deep/deep.go",
  "internal/rpc/deep/deeper.go",
  "internal/rpc/rpc.go",
];

const everything =
  "--preset none --name shop --framework grpc --protocol dual --module example.com/shop --idl sample --store sqlite --deploy docker --ci github";

function below(cwd: string, folder = "shop"): readonly string[] {
  return filesBelow(join(cwd, folder)).filter((path) => !path.startsWith(".git/"));
}

function lockedAnswers(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, ".gomicro/lock.json"), "utf8")).answers;
}

describe("new", () => {
  test("writes a service from the defaults and says where, what next and how to repeat it", async () => {
    const ran = await runMain({ argv: ["shop", "--yes"] });
    expect(ran).toMatchObject({
      status: 0,
      stderr: "",
      stdout:
        `${ran.cwd}/shop: ${files.length} files created\n\n` +
        "  cd shop\n  make test\n  make run\n\n" +
        `Again: create-gomicro shop ${everything}\n`,
    });
    expect(below(ran.cwd)).toEqual(files);
    expect(existsSync(join(ran.cwd, "shop/.git/HEAD"))).toBe(true);
  });

  test("is the default of create-gomicro and a command of gomicro", async () => {
    const ran = await runMain({ argv: ["new", "shop", "--yes"], program: "gomicro" });
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain(`Again: gomicro new shop ${everything}\n`);
  });

  test("is repeated through npm where npm has started it, at the same version", async () => {
    const env = {
      PATH: process.env.PATH ?? "",
      npm_config_user_agent: "npm/11.19.1 node/v20.20.2 linux x64",
    };
    const ran = await runMain({ argv: ["shop", "--yes"], env });
    expect(ran.stdout).toContain(`Again: npm create gomicro@${manifest.version} -- shop ${everything}\n`);
  });

  test("takes the -- that pnpm and yarn hand on", async () => {
    const ran = await runMain({ argv: ["shop", "--", "--framework", "gin", "--json"] });
    expect(JSON.parse(ran.stdout)).toMatchObject({ dir: "shop", answers: { framework: "gin" } });
  });

  test("asks for nothing but the framework without a terminal", async () => {
    const ran = await runMain({ argv: ["shop", "--framework", "stdlib"] });
    expect(ran.status).toBe(0);
    expect(lockedAnswers(join(ran.cwd, "shop"))).toMatchObject({
      framework: "stdlib",
      protocol: "http",
      store: "sqlite",
    });
  });

  test("names the service after the folder it stands in", async () => {
    const cwd = join(scratchFolder(), "cart");
    mkdirSync(cwd);
    const ran = await runMain({ argv: [".", "--yes"], cwd });
    expect(ran.stdout).toBe(
      `${cwd}: ${files.length} files created\n\n  make test\n  make run\n\nAgain: create-gomicro . ${everything.replaceAll("shop", "cart")}\n`,
    );
  });

  test("names the folder after the service", async () => {
    const ran = await runMain({ argv: ["--name", "cart", "--yes"] });
    expect(ran.status).toBe(0);
    expect(below(ran.cwd, "cart")).toContain("cmd/cart/main.go");
  });

  test("has no store by default for an own IDL", async () => {
    const ran = await runMain({ argv: ["shop", "--yes", "--idl", "a.proto", "--json"] });
    expect(JSON.parse(ran.stdout)).toMatchObject({ answers: { idl: ["a.proto"], store: "none" } });
  });

  test("hands the IDL's flags over as they were typed", async () => {
    const seen: unknown[] = [];
    const idl = fakeParts().idl;
    const parts = fakeParts(async (request) => {
      seen.push(request.run, request.answers.idl);
      return idl(request);
    });
    const flags = [
      "--idl",
      "a.proto",
      "--idl",
      "b",
      "--proto-path",
      "p",
      "--proto-path",
      "q",
      "--partial",
      "--buf",
      "buf",
    ];
    const { cwd, stdout } = await runMain({ argv: ["shop", "--yes", "--no-git", ...flags], parts });
    expect(seen).toMatchObject([
      { cwd, protoPaths: ["p", "q"], partial: true, buf: "buf" },
      ["a.proto", "b"],
    ]);
    expect(stdout).toContain("--idl a.proto --idl b");
    expect(stdout).toContain("--proto-path p --proto-path q --buf buf --partial --no-git\n");
  });

  test("takes a preset's locked answers and defaults", async () => {
    const ran = await runMain({ argv: ["shop", "--preset", "orders", "--json"] });
    expect(ran).toMatchObject({ status: 0 });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      answers: {
        framework: "grpc",
        protocol: "dual",
        deploy: ["kubernetes"],
        store: "sqlite",
        preset: "orders@1.2.0",
      },
    });
  });

  test("deploys with nothing after none", async () => {
    const ran = await runMain({ argv: ["shop", "--yes", "--deploy", "none", "--json"] });
    expect(JSON.parse(ran.stdout)).toMatchObject({ answers: { deploy: [] } });
    expect(JSON.parse(ran.stdout).repeat).toContain("--deploy none");
  });

  test("does not make a repository in a repository, nor with --no-git", async () => {
    const cwd = scratchFolder();
    const outer = await runMain({ argv: ["shop", "--yes", "--no-git"], cwd });
    expect(existsSync(join(outer.cwd, "shop/.git"))).toBe(false);
    mkdirSync(join(cwd, ".git"));
    await runMain({ argv: ["cart", "--yes"], cwd });
    expect(existsSync(join(cwd, "cart/.git"))).toBe(false);
  });

  test("says that there is no git, and has written the service all the same", async () => {
    const ran = await runMain({ argv: ["shop", "--yes"], env: { PATH: "/nowhere" } });
    expect(ran).toMatchObject({ status: 0, stderr: "git init was skipped: git is not installed\n" });
    expect(below(ran.cwd)).toEqual(files);
  });

  test("writes nothing when it is interrupted", async () => {
    const stop = new AbortController();
    const idl = fakeParts().idl;
    const parts = fakeParts(async (request) => {
      stop.abort();
      return idl(request);
    });
    const ran = await runMain({ argv: ["shop", "--yes"], parts, signal: stop.signal });
    expect(ran).toMatchObject({
      status: 130,
      stdout: "",
      stderr: "error: interrupted: nothing was written\n",
    });
    expect(filesBelow(ran.cwd)).toEqual([]);
  });
});

describe("into a folder with files", () => {
  test("leaves the other files alone and what is the same as it is", async () => {
    const { cwd } = await runMain({ argv: ["shop", "--yes", "--no-git"] });
    writeFileSync(join(cwd, "shop", "mine.txt"), "mine\n");
    const again = await runMain({ argv: ["shop", "--yes", "--no-git"], cwd });
    expect(again.stdout).toContain(`0 files created, ${files.length} unchanged\n`);
    expect(below(cwd)).toEqual([...files, "mine.txt"].sort());
  });

  test("overwrites with --force alone", async () => {
    const { cwd } = await runMain({ argv: ["shop", "--yes", "--no-git"] });
    writeFileSync(join(cwd, "shop", "README.md"), "mine\n");
    const refused = await runMain({ argv: ["shop", "--yes", "--no-git"], cwd });
    expect(refused.status).toBe(1);
    const forced = await runMain({ argv: ["shop", "--yes", "--no-git", "--force", "--verbose"], cwd });
    expect(forced.stdout).toContain(`0 files created, 1 overwritten, ${files.length - 1} unchanged\n`);
    expect(forced.stderr).toBe("overwrote README.md\n");
    expect(readFileSync(join(cwd, "shop", "README.md"), "utf8")).toBe("# shop\n\ngrpc dual sqlite docker\n");
  });
});

describe("previews write nothing:", () => {
  test("--dry-run prints the tree", async () => {
    const ran = await runMain({ argv: ["shop", "--yes", "--dry-run"] });
    expect(ran).toMatchObject({
      status: 0,
      stderr: `${files.length} files: ${files.length} new; nothing was written\n`,
    });
    expect(ran.stdout).toMatchInlineSnapshot(`
      "shop/
        .gomicro/lock.json
        cmd/shop/main.go
        gen/inventory.pb.go
        internal/rpc/
          deep/
            deep.go
            deeper.go
          rpc.go
        Dockerfile
        README.md
        go.mod
        go.sum
      "
    `);
    expect(filesBelow(ran.cwd)).toEqual([]);
  });

  test("--dry-run marks what is there already", async () => {
    const { cwd } = await runMain({ argv: ["shop", "--yes", "--no-git"] });
    writeFileSync(join(cwd, "shop", "README.md"), "mine\n");
    const ran = await runMain({ argv: ["shop", "--yes", "--dry-run"], cwd });
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain("  README.md  (conflict)\n");
    expect(ran.stdout).toContain("  Dockerfile  (unchanged)\n");
    expect(ran.stderr).toBe(
      `${files.length} files: 0 new, ${files.length - 1} unchanged, 1 in conflict; nothing was written\n`,
    );
  });

  test("--diff prints what would change", async () => {
    const { cwd } = await runMain({ argv: ["shop", "--yes", "--no-git"] });
    writeFileSync(join(cwd, "shop", "README.md"), "# shop\n\nmine\n");
    const ran = await runMain({ argv: ["shop", "--yes", "--diff"], cwd });
    expect(ran.status).toBe(0);
    expect(ran.stdout).toBe(
      "--- a/README.md\n+++ b/README.md\n@@ -1,3 +1,3 @@\n # shop\n \n-mine\n+grpc dual sqlite docker\n",
    );
    expect(readFileSync(join(cwd, "shop", "README.md"), "utf8")).toBe("# shop\n\nmine\n");
  });

  test("--dry-run --json prints the plan as data", async () => {
    const ran = await runMain({ argv: ["shop", "--yes", "--dry-run", "--json"] });
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    const plan = JSON.parse(ran.stdout);
    expect(plan).toMatchObject({ dir: "shop", written: false, answers: { framework: "grpc" } });
    expect(plan.files.map((file: { path: string }) => file.path).sort()).toEqual(files);
    expect(plan.files.find((file: { path: string }) => file.path === "Dockerfile")).toEqual({
      path: "Dockerfile",
      status: "create",
      mode: "644",
      layer: "deploy/docker",
      fate: "managed",
    });
  });
});

describe("the same service again", () => {
  test("by the command that the run ends with", async () => {
    const dir = "it's a shop";
    const first = await runMain({
      argv: [
        "--dir",
        dir,
        "--name",
        "shop",
        "--framework",
        "kitex",
        "--deploy",
        "kubernetes",
        "--deploy",
        "docker",
        "--json",
        "--no-git",
      ],
    });
    const { repeat, answers } = JSON.parse(first.stdout);
    expect(repeat).toMatch(/^create-gomicro 'it'\\''s a shop' --preset none --name shop .* --no-git$/);
    const { execFileSync } = await import("node:child_process");
    const words = execFileSync("sh", ["-c", `printf '%s\\0' ${repeat}`], { encoding: "utf8" })
      .split("\0")
      .slice(1, -1);
    const second = await runMain({ argv: words });
    expect(second.status).toBe(0);
    expect(lockedAnswers(join(second.cwd, dir))).toEqual(answers);
    expect(below(second.cwd, dir)).toEqual(below(first.cwd, dir));
  });

  test("by an answers file made of its answers", async () => {
    const argv = [
      "shop",
      "--framework",
      "grpc",
      "--protocol",
      "grpc",
      "--module",
      "a.b/c",
      "--deploy",
      "none",
      "--ci",
      "none",
    ];
    const first = await runMain({ argv: [...argv, "--json", "--no-git"] });
    const { answers } = JSON.parse(first.stdout);
    const second = await runMain({
      argv: ["shop", "--answers", "-", "--json"],
      stdin: JSON.stringify(answers),
    });
    expect(second.status).toBe(0);
    expect(JSON.parse(second.stdout).answers).toEqual(answers);
  });

  test("by an answers file, what the command line says wins", async () => {
    const cwd = scratchFolder();
    writeFileSync(join(cwd, "a.json"), JSON.stringify({ dir: "shop", framework: "gin", deploy: "none" }));
    const ran = await runMain({ argv: ["--answers", "a.json", "--framework", "stdlib", "--json"], cwd });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      dir: "shop",
      answers: { framework: "stdlib", deploy: [] },
    });
  });
});
