import { describe, expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { runMain } from "./run-main.ts";

describe("texts", () => {
  test("--version is the package's", async () => {
    const ran = await runMain({ argv: ["--version"] });
    expect(ran).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("--help is the same for every way to ask for it", async () => {
    const [help, ...others] = await Promise.all(
      [["--help"], ["-h"], ["new", "--help"], ["list", "--help"]].map((argv) => runMain({ argv })),
    );
    expect(help).toMatchObject({ status: 0, stderr: "" });
    for (const other of others) expect(other.stdout).toBe(help?.stdout);
    await expect(help?.stdout).toMatchFileSnapshot("help.txt");
  });

  test("no line of the help is wider than a wide terminal", async () => {
    const { stdout } = await runMain({ argv: ["--help"] });
    expect(stdout.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  test("gomicro alone says that a command is wanted", async () => {
    const ran = await runMain({ argv: [], program: "gomicro" });
    expect(ran).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("error: no command\nhint: "),
    });
  });

  test("list prints all there is to choose from", async () => {
    const ran = await runMain({ argv: ["list"] });
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    await expect(ran.stdout).toMatchFileSnapshot("list.txt");
  });

  test("list of one thing prints that", async () => {
    const ran = await runMain({ argv: ["list", "stores"] });
    expect(ran.stdout).toBe(
      "  none      none for store.\n  postgres  postgres for store.\n  sqlite    sqlite for store.\n",
    );
  });

  test("list --json has the choices of every option", async () => {
    const { stdout } = await runMain({ argv: ["list", "options", "--json"] });
    const { options } = JSON.parse(stdout);
    const choices = Object.fromEntries(
      options.map(({ name, choices }: { name: string; choices: unknown }) => [name, choices]),
    );
    expect(choices).toEqual({
      preset: null,
      dir: null,
      name: null,
      framework: ["gin", "grpc", "kitex", "stdlib"],
      protocol: ["http", "dual", "grpc", "thrift"],
      module: null,
      idl: null,
      store: ["none", "postgres", "sqlite"],
      deploy: ["docker", "kubernetes", "none"],
      ci: ["github", "none"],
    });
  });

  test("list of something else names the nearest", async () => {
    const ran = await runMain({ argv: ["list", "framework"] });
    expect(ran).toMatchObject({
      status: 2,
      stderr:
        'error: there is no list of "framework"\nhint: did you mean frameworks? one of frameworks, stores, deploy, ci, presets, options\n',
    });
  });
});
