import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, runMain, scratchFolder } from "./run-main.ts";

interface Case {
  readonly title: string;
  readonly argv: readonly string[];
  readonly stderr: string;
  readonly status?: number;
}

const cases: readonly Case[] = [
  {
    title: "an unknown framework, with the nearest one",
    argv: ["shop", "--framework", "gim"],
    stderr: 'error: unknown framework "gim"\nhint: did you mean gin? one of gin, grpc, kitex, stdlib\n',
  },
  {
    title: "an unknown framework that is like none",
    argv: ["shop", "--framework", "express"],
    stderr: 'error: unknown framework "express"\nhint: one of gin, grpc, kitex, stdlib\n',
  },
  {
    title: "an unknown protocol",
    argv: ["shop", "--framework", "grpc", "--protocol", "dul"],
    stderr: 'error: unknown protocol "dul"\nhint: did you mean dual? one of dual, grpc\n',
  },
  {
    title: "a protocol that the framework lacks, with the frameworks that have it",
    argv: ["shop", "--framework", "gin", "--protocol", "dual"],
    stderr: 'error: gin has no protocol "dual"\nhint: gin speaks http; dual: grpc\n',
  },
  {
    title: "an unknown flag, with the nearest one",
    argv: ["shop", "--framwork", "gin"],
    stderr: "error: unknown flag --framwork\nhint: did you mean --framework? --help lists them all\n",
  },
  {
    title: "an unknown flag that is like none",
    argv: ["shop", "--colour"],
    stderr: "error: unknown flag --colour\nhint: --help lists them all\n",
  },
  {
    title: "an unknown short flag",
    argv: ["shop", "-y"],
    stderr: "error: unknown flag -y\nhint: did you mean --yes? --help lists them all\n",
  },
  {
    title: "a flag without its value",
    argv: ["shop", "--framework", "--yes"],
    stderr:
      "error: --framework needs a value\nhint: --framework <framework>; if it begins with a dash, --framework=<framework>\n",
  },
  {
    title: "a flag without its value at the end",
    argv: ["shop", "--module"],
    stderr:
      "error: --module needs a value\nhint: --module <path>; if it begins with a dash, --module=<path>\n",
  },
  {
    title: "a switch with a value",
    argv: ["shop", "--yes=no"],
    stderr: "error: --yes takes no value\n",
  },
  {
    title: "a flag given twice",
    argv: ["shop", "--framework", "gin", "--framework", "grpc"],
    stderr: "error: --framework is given twice\nhint: it takes one value\n",
  },
  {
    title: "one value twice",
    argv: ["shop", "--yes", "--deploy", "docker", "--deploy", "docker"],
    stderr: 'error: deploy has "docker" twice\n',
  },
  {
    title: "a second argument",
    argv: ["shop", "grpc"],
    stderr: 'error: unexpected argument "grpc"\nhint: the folder is "shop"; everything else has a flag\n',
  },
  {
    title: "the folder twice",
    argv: ["shop", "--dir", "cart"],
    stderr: "error: the folder is given twice: shop and --dir cart\n",
  },
  {
    title: "an illegal module path",
    argv: ["shop", "--yes", "--module", "https://github.com/Acme/shop.git"],
    stderr:
      'error: illegal module path "https://github.com/Acme/shop.git": it is a URL\nhint: try --module github.com/Acme/shop\n',
  },
  {
    title: "an illegal name",
    argv: ["Order_Service", "--yes"],
    stderr:
      'error: illegal name "Order_Service": it has "O"; lower-case letters, digits and dashes only\nhint: try --name order-service\n',
  },
  {
    title: "no folder, and nobody to ask",
    argv: [],
    stderr:
      "error: missing --dir, and there is no terminal to ask on\nhint: give a folder as the first argument, or --dir <path>\n",
  },
  {
    title: "no folder with --yes",
    argv: ["--yes"],
    stderr: "error: missing --dir\nhint: give a folder as the first argument, or --dir <path>\n",
  },
  {
    title: "no framework, and nobody to ask",
    argv: ["shop"],
    stderr:
      "error: missing --framework, and there is no terminal to ask on\nhint: give --framework, one of gin, grpc, kitex, stdlib, or --yes for grpc and the other defaults\n",
  },
  {
    title: "an IDL of the other kind",
    argv: ["shop", "--framework", "grpc", "--idl", "echo.thrift"],
    stderr:
      "error: grpc dual does not read echo.thrift: it reads proto\nhint: thrift is read by kitex thrift\n",
  },
  {
    title: "the sample beside an IDL",
    argv: ["shop", "--yes", "--idl", "a.proto", "--idl", "sample"],
    stderr: "error: --idl sample can't be combined with paths\nhint: leave it out to use your own\n",
  },
  {
    title: "an answer against a preset's lock",
    argv: ["shop", "--preset", "orders", "--framework", "gin"],
    stderr:
      "error: framework is locked to grpc by the preset orders@1.2.0: every client speaks gRPC\nhint: leave --framework out, or choose another preset\n",
  },
  {
    title: "a choice that a preset does not allow",
    argv: ["shop", "--preset", "orders", "--store", "none"],
    stderr: 'error: the preset orders@1.2.0 does not allow store "none"\nhint: it allows postgres, sqlite\n',
  },
  {
    title: "an answers file that is not there",
    argv: ["shop", "--answers", "a.json"],
    stderr:
      "error: can't read a.json: there is no such file\nhint: --answers takes a JSON file, or - for stdin\n",
  },
];

describe("refused with status 2, and nothing written:", () => {
  test.each(cases)("$title", async ({ argv, stderr, status = 2 }) => {
    const ran = await runMain({ argv });
    expect(ran).toMatchObject({ status, stdout: "", stderr });
    expect(filesBelow(ran.cwd)).toEqual([]);
  });

  test("an unknown command", async () => {
    const ran = await runMain({ argv: ["lst"], program: "gomicro" });
    expect(ran).toMatchObject({
      status: 2,
      stdout: "",
      stderr:
        'error: unknown command "lst"\nhint: did you mean list? commands: new, generate, add, list, doctor; --help lists the flags\n',
    });
  });

  test("flags that npm kept for itself", async () => {
    const env = {
      npm_command: "init",
      npm_config_framework: "true",
      npm_config_git: "false",
    };
    const ran = await runMain({ argv: ["shop", "grpc"], env });
    expect(ran).toMatchObject({
      status: 2,
      stderr:
        "error: npm took --framework, --no-git as its own configuration\n" +
        "hint: put -- before the flags: npm create gomicro@latest shop -- --store none (in PowerShell, quote it: '--')\n",
    });
  });

  test.each([
    [
      "with a value that was given after --",
      ["--framework", "gin"],
      { npm_command: "init", npm_config_framework: "true" },
    ],
    [
      "that belong to an npm script around us",
      ["--yes"],
      { npm_command: "publish", npm_config_dry_run: "true" },
    ],
    [
      "that npm has a use for of its own",
      ["--framework", "gin"],
      { npm_command: "init", npm_config_yes: "true" },
    ],
  ])("but not npm's variables %s", async (_title, flags, env) => {
    const ran = await runMain({
      argv: ["shop", "--json", "--no-git", ...flags],
      env: { PATH: process.env.PATH ?? "", ...env },
    });
    expect(ran.status).toBe(0);
  });

  test.each([
    ["not JSON", "{", /^error: stdin is not JSON: .+\n$/],
    ["a list", "[]", /^error: stdin must contain one JSON object\n$/],
    [
      "an unknown key",
      '{"framwork":"gin"}',
      /^error: stdin: unknown key "framwork"\nhint: did you mean framework\? known keys: preset, dir, /,
    ],
    ["a number", '{"store":1}', /^error: stdin: store must be a string\n$/],
    ["a list for one value", '{"store":["none"]}', /^error: stdin: store must be a string\n$/],
    [
      "an unknown value",
      '{"framework":"gim"}',
      /^error: stdin: unknown framework "gim"\nhint: did you mean gin\?/,
    ],
  ])("an answers file with %s", async (_title, stdin, stderr) => {
    const ran = await runMain({ argv: ["shop", "--answers", "-"], stdin });
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toMatch(stderr);
    expect(filesBelow(ran.cwd)).toEqual([]);
  });
});

describe("refused with status 1, and nothing changed:", () => {
  test("a target that is a file", async () => {
    const cwd = scratchFolder();
    writeFileSync(join(cwd, "shop"), "");
    const ran = await runMain({ argv: ["shop", "--yes"], cwd });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/^error: .*\/shop is not a folder\nhint: .+\n$/);
    expect(filesBelow(cwd)).toEqual(["shop"]);
  });

  test.skipIf(process.getuid?.() === 0)("a folder that can't be written to", async () => {
    const cwd = scratchFolder();
    chmodSync(cwd, 0o555);
    const ran = await runMain({ argv: ["shop", "--yes"], cwd });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/^error: can't write .*: permission denied\n$/);
  });

  test("files in the way, one or two lines and no change", async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, "shop"));
    writeFileSync(join(cwd, "shop", "README.md"), "mine\n");
    const ran = await runMain({ argv: ["shop", "--yes"], cwd });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toBe(
      `error: these files in ${cwd}/shop have other content: README.md\nhint: see the changes with --diff, or overwrite the files with --force\n`,
    );
    expect(filesBelow(cwd)).toEqual(["shop/README.md"]);
  });
});

describe("--json", () => {
  test("prints a mistake as one document on stdout and nothing else", async () => {
    const ran = await runMain({ argv: ["shop", "--json", "--framework", "gim"] });
    expect(ran).toMatchObject({ status: 2, stderr: "" });
    expect(JSON.parse(ran.stdout)).toEqual({
      error: {
        code: "unknown-framework",
        message: 'unknown framework "gim"',
        hint: "did you mean gin? one of gin, grpc, kitex, stdlib",
      },
    });
  });

  test("prints a bug as one document too, with the stack on stderr", async () => {
    const { fakeParts } = await import("./fake-parts.ts");
    const parts = fakeParts(async () => {
      throw new TypeError("boom");
    });
    const ran = await runMain({ argv: ["shop", "--json", "--yes"], parts });
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: "bug", message: "boom" } });
    expect(ran.stderr).toMatch(/^TypeError: boom\n {4}at [\s\S]+\nthis is a bug in create-gomicro; /);
  });
});
