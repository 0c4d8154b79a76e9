import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { readFolder } from "../support/folder.ts";
import { anyPair } from "../support/pairs.ts";

const dual = anyPair({ speaks: ["http", "grpc"] }).flags;

interface Machine {
  readonly cwd?: string;
  readonly umask?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The target is a folder already. */
  readonly exists?: boolean;
}

const machines: readonly (readonly [string, Machine])[] = [
  ["another working folder", { cwd: "deep/er" }],
  ["another home", { env: { HOME: "/nowhere" } }],
  ["another time zone", { env: { TZ: "Pacific/Kiritimati" } }],
  ["another language", { env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" } }],
  ["a closed umask", { umask: "777" }],
  ["an open umask, in a folder that exists", { umask: "000", exists: true }],
];

describe("the same answers give the same bytes and modes with", () => {
  let work: string;
  let reference: ReadonlyMap<string, string>;
  let runs = 0;
  beforeAll(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "gomicro-determinism-")));
    reference = emitted({});
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  function emitted({ cwd = ".", umask = "022", env = {}, exists = false }: Machine) {
    const folder = join(work, `run${runs++}`, "shop");
    mkdirSync(join(folder, exists ? "." : ".."), { recursive: true });
    mkdirSync(join(work, cwd), { recursive: true });
    const command = `umask ${umask}; exec "$NODE" "$CLI" new "$TARGET" ${dual.join(" ")} --module example.com/shop --no-git`;
    const names = { NODE: process.execPath, CLI: join(root, "dist", "cli.js"), TARGET: folder };
    execFileSync("sh", ["-c", command], { cwd: join(work, cwd), env: { ...process.env, ...env, ...names } });
    const files = [...readFolder(folder)];
    return new Map(files.map(([path, text]) => [path, `${statSync(join(folder, path)).mode} ${text}`]));
  }

  it.each(machines)("%s", (_, machine) => {
    expect(emitted(machine)).toEqual(reference);
  });
});
