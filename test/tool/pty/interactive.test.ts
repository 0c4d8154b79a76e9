import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, runMain, scratchFolder } from "../../unit/cli/run-main.ts";
import { keys, openTerminal } from "./terminal.ts";
import { useBundle } from "./use-bundle.ts";

const cli = useBundle(new URL("fake-cli.ts", import.meta.url));
const { enter, down, space, interrupt, clear } = keys;
const shown = "\u001b[?25h";
const hidden = "\u001b[?25l";

function answers(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, ".gomicro/lock.json"), "utf8")).answers;
}

describe("on a terminal", () => {
  test("asks for every answer, shows the files, and writes them after a yes", async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal({ cli, cwd });
    await terminal.see("Preset");
    terminal.press(enter);
    await terminal.see("Folder");
    terminal.press("Shop", enter);
    await terminal.see("Name");
    terminal.press("shop", enter);
    await terminal.see("Framework");
    await terminal.see("grpc for framework.");
    terminal.press(enter);
    await terminal.see("Protocol");
    terminal.press(down, enter);
    await terminal.see("Go module path");
    terminal.press("example.com/con", enter);
    await terminal.see('"con" is disallowed as path element component on Windows');
    terminal.press(clear, "a.b/shop", enter);
    await terminal.see("IDL");
    terminal.press(enter);
    await terminal.see("Store");
    terminal.press(enter);
    await terminal.see("Deploy with");
    terminal.press(down, space, enter);
    await terminal.see("CI");
    terminal.press(down, enter);
    await terminal.see("deep/  2 files");
    await terminal.see("11 files: 11 new");
    await terminal.see("Write them?");
    expect(filesBelow(cwd)).toEqual([]);
    terminal.press(enter);
    await terminal.see("Again: create-gomicro Shop");
    expect(await terminal.exit).toBe(0);
    expect(answers(join(cwd, "Shop"))).toEqual({
      name: "shop",
      module: "a.b/shop",
      framework: "grpc",
      protocol: "grpc",
      idl: ["sample"],
      store: "sqlite",
      deploy: ["docker", "kubernetes"],
      ci: "none",
      preset: null,
    });
  });

  test("asks for what is missing alone, and for no protocol where there is one", async () => {
    const cwd = scratchFolder();
    const argv = "shop --preset none --module a.b/c --idl sample --store none --deploy none --no-git".split(
      " ",
    );
    const terminal = openTerminal({ cli, cwd, argv });
    await terminal.see("Framework");
    terminal.press("gin", enter);
    await terminal.see("CI");
    terminal.press(enter);
    await terminal.see("Write them?");
    terminal.press(enter);
    expect(await terminal.exit).toBe(0);
    expect(terminal.text()).not.toMatch(/Protocol|Store|Folder/);
    expect(answers(join(cwd, "shop"))).toMatchObject({ framework: "gin", protocol: "http", deploy: [] });
  });

  test("asks for nothing that a preset locks", async () => {
    const cwd = scratchFolder();
    const argv = "shop --module a.b/c --idl sample --no-git".split(" ");
    const terminal = openTerminal({ cli, cwd, argv });
    await terminal.see("Preset");
    terminal.press(down, enter);
    await terminal.see("Protocol");
    terminal.press(enter);
    await terminal.see("Store");
    terminal.press(enter);
    await terminal.see("Deploy with");
    terminal.press(enter);
    await terminal.see("CI");
    terminal.press(enter);
    await terminal.see("Write them?");
    terminal.press(enter);
    expect(await terminal.exit).toBe(0);
    expect(terminal.text()).not.toContain("Framework");
    expect(answers(join(cwd, "shop"))).toMatchObject({
      framework: "grpc",
      deploy: ["kubernetes"],
      preset: "orders@1.2.0",
    });
  });

  test("asks for nothing with --yes", async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal({ cli, cwd, argv: ["shop", "--yes", "--no-git"] });
    expect(await terminal.exit).toBe(0);
    expect(terminal.text()).not.toContain("?");
    expect(filesBelow(cwd)).toContain("shop/go.mod");
  });

  test("asks for nothing when everything is given: the repeat command repeats", async () => {
    const cwd = scratchFolder();
    const { stdout } = await runMain({ argv: ["shop", "--yes", "--no-git", "--json"], cwd: scratchFolder() });
    const [, ...argv] = JSON.parse(stdout).repeat.split(" ");
    const terminal = openTerminal({ cli, cwd, argv });
    expect(await terminal.exit).toBe(0);
    expect(terminal.text()).not.toContain("?");
    expect(answers(join(cwd, "shop"))).toEqual(JSON.parse(stdout).answers);
  });

  test("writes nothing after a no, and says so with status 1", async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal({
      cli,
      cwd,
      argv: "shop --preset none --framework gin --module a.b/c --idl sample --store none --deploy none".split(
        " ",
      ),
    });
    await terminal.see("CI");
    terminal.press(enter);
    await terminal.see("Write them?");
    terminal.press("n", enter);
    await terminal.see("error: nothing was written");
    expect(await terminal.exit).toBe(1);
    expect(filesBelow(cwd)).toEqual([]);
  });

  test.each(["Preset", "Folder", "Framework"])(
    "Ctrl-C at %s ends with 130, nothing written and the terminal as it was",
    async (question) => {
      const cwd = scratchFolder();
      const terminal = openTerminal({
        cli,
        cwd,
        shell: 'before=$(stty -g); $CLI; echo "status $?"; [ "$before" = "$(stty -g)" ] && echo restored',
      });
      await terminal.see("Preset");
      if (question !== "Preset") {
        terminal.press(enter);
        await terminal.see("Folder");
        if (question === "Framework") {
          terminal.press("shop", enter);
          await terminal.see("Framework");
        }
      }
      terminal.press(interrupt);
      await terminal.see("error: interrupted: nothing was written");
      await terminal.see("status 130");
      await terminal.see("restored");
      expect(await terminal.exit).toBe(0);
      expect(terminal.raw().lastIndexOf(shown)).toBeGreaterThanOrEqual(terminal.raw().lastIndexOf(hidden));
      expect(filesBelow(cwd)).toEqual([]);
    },
  );

  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s while it works ends with 130 and nothing written",
    async (signal) => {
      const cwd = scratchFolder();
      const terminal = openTerminal({
        cli,
        cwd,
        argv: ["shop", "--yes"],
        env: { BUSY: "until-interrupted" },
      });
      await terminal.see("reading the IDL and generating code …");
      process.kill(terminal.pid, signal);
      await terminal.see("error: interrupted: nothing was written");
      expect(await terminal.exit).toBe(130);
      expect(filesBelow(cwd)).toEqual([]);
    },
  );

  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s at a question ends with 130 and nothing written",
    async (signal) => {
      const cwd = scratchFolder();
      const terminal = openTerminal({ cli, cwd, argv: ["shop"] });
      await terminal.see("Preset");
      process.kill(terminal.pid, signal);
      await terminal.see("error: interrupted: nothing was written");
      expect(await terminal.exit).toBe(130);
      expect(filesBelow(cwd)).toEqual([]);
    },
  );

  test("a second signal ends it at once", async () => {
    const terminal = openTerminal({
      cli,
      cwd: scratchFolder(),
      argv: ["shop", "--yes"],
      env: { BUSY: "for-ever" },
    });
    await terminal.see("reading the IDL");
    process.kill(terminal.pid, "SIGINT");
    process.kill(terminal.pid, "SIGTERM");
    expect(await terminal.exit).toBe(130);
  });

  test("decides about each file that is in the way, with its diff", async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, "shop"));
    for (const name of ["Dockerfile", "README.md", "go.mod", "go.sum"])
      writeFileSync(join(cwd, "shop", name), "mine\n");
    const argv =
      "shop --preset none --framework gin --module a.b/c --idl sample --store none --deploy docker --no-git".split(
        " ",
      );
    const terminal = openTerminal({ cli, cwd, argv });
    await terminal.see("CI");
    terminal.press(enter);
    await terminal.see("+FROM scratch");
    await terminal.see("Dockerfile exists with other content");
    terminal.press(enter);
    await terminal.see("README.md exists with other content");
    terminal.press(down, enter);
    await terminal.see("go.mod exists with other content");
    terminal.press(down, down, enter);
    await terminal.see("Write them?");
    terminal.press(enter);
    expect(await terminal.exit).toBe(0);
    expect(terminal.text()).not.toContain("go.sum is there");
    const read = (name: string) => readFileSync(join(cwd, "shop", name), "utf8");
    expect(read("Dockerfile")).toBe("mine\n");
    expect(read("README.md")).toMatch(/^# shop/);
    expect(read("go.mod")).toMatch(/^module a.b\/c/);
    expect(read("go.sum")).toBe("");
  });

  test("asks about files in the way with every answer given, too", async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, "shop"));
    writeFileSync(join(cwd, "shop", "README.md"), "mine\n");
    const answers = "--module a.b/c --idl sample --store none --deploy none --ci none --no-git";
    const argv = `shop --preset none --framework gin ${answers}`.split(" ");
    const terminal = openTerminal({ cli, cwd, argv });
    await terminal.see("README.md exists with other content");
    terminal.press(enter);
    await terminal.see("8 files created, 1 kept");
    expect(await terminal.exit).toBe(0);
    expect(readFileSync(join(cwd, "shop", "README.md"), "utf8")).toBe("mine\n");
  });

  test("previews without a question about writing", async () => {
    const cwd = scratchFolder();
    const argv =
      "shop --dry-run --preset none --framework gin --module a.b/c --idl sample --store none --deploy none".split(
        " ",
      );
    const terminal = openTerminal({ cli, cwd, argv });
    await terminal.see("CI");
    terminal.press(enter);
    await terminal.see("nothing was written");
    expect(await terminal.exit).toBe(0);
    expect(terminal.text()).not.toContain("Write them?");
    expect(filesBelow(cwd)).toEqual([]);
  });

  test("has colours, and none with NO_COLOR", async () => {
    for (const [env, coloured] of [
      [{}, true],
      [{ NO_COLOR: "1" }, false],
    ] as const) {
      const terminal = openTerminal({ cli, cwd: scratchFolder(), env });
      await terminal.see("Preset");
      terminal.press(interrupt);
      await terminal.see("error:");
      expect(await terminal.exit).toBe(130);
      expect(
        terminal
          .raw()
          .replaceAll(/\[\?25[hl]|\[\d*[A-HJKST]/g, "")
          .includes("\u001b[3"),
      ).toBe(coloured);
    }
  });

  test("says nothing when its reader leaves early", async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal({ cli, cwd, shell: '{ $CLI list; echo "status $?" >&2; } | true' });
    await terminal.see("status 0");
    expect(await terminal.exit).toBe(0);
    expect(terminal.text()).not.toMatch(/EPIPE|error/i);
  });
});
