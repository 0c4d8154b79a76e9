import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { gomicro } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { anyPair } from "../support/pairs.ts";

const http = anyPair({ speaks: ["http"] }).flags;

function scratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "command-line-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("the built command line", () => {
  test("ends with a command that makes the same service again", () => {
    const [first, second] = [scratch(), scratch()];
    const made = gomicro(["new", "my shop", "--name", "shop", ...http, "--no-git"], {
      cwd: first,
    });
    expect(made).toMatchObject({ status: 0, stderr: "" });
    const [, repeat = ""] = made.stdout.split("\nAgain: ");
    expect(repeat).toMatch(/^gomicro new 'my shop' --preset none --name shop .* --no-git\n$/);
    const command = `gomicro() { "${process.execPath}" "${join(root, "dist", "cli.js")}" "$@"; }; ${repeat}`;
    execFileSync("sh", ["-c", command], { cwd: second });
    expect(readFolder(join(second, "my shop"))).toEqual(readFolder(join(first, "my shop")));
  });

  test("previews exactly what it writes then", () => {
    const cwd = scratch();
    const preview = gomicro(["new", "shop", ...http, "--dry-run", "--json"], { cwd });
    const planned: readonly { readonly path: string }[] = JSON.parse(preview.stdout).files;
    gomicro(["new", "shop", ...http, "--no-git"], { cwd });
    expect(planned.map(({ path }) => path)).toEqual([...readFolder(join(cwd, "shop")).keys()]);
  });
});

describe("the built plopfile", () => {
  test("makes the same service as the command line, through plop", () => {
    const cwd = scratch();
    const plop = join(root, "node_modules", "plop", "bin", "plop.js");
    const words = ["--plopfile", join(root, "dist", "plopfile.js"), "new", "--", "shop", ...http];
    execFileSync(process.execPath, [plop, ...words, "--no-git"], { cwd, stdio: "pipe" });
    gomicro(["new", "cart", "--name", "shop", ...http, "--no-git"], { cwd });
    expect(readFolder(join(cwd, "shop"))).toEqual(readFolder(join(cwd, "cart")));
  });
});

test("the version is the package's", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(gomicro(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});
