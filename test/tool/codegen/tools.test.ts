import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { create } from "tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../../generators/error.ts";
import { sha256 } from "../../../generators/files/sha256.ts";
import type { ExpectedTools } from "../../../generators/tools/expected-tools.ts";
import { resolveTools } from "../../../generators/tools/resolve-tools.ts";
import type { ToolRequest } from "../../../generators/tools/tool-request.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "tools-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const fakeBuf = (version: string) => `#!/bin/sh\necho ${version}\n`;
const manifest = (plugin: string) =>
  JSON.stringify({ version: "0.1.0", plugins: {}, files: { "dist/a.wasm": sha256(plugin) } });
const packText = manifest("plugin");

/** The registry of the fake npm: a folder of tarballs. */
async function publish(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const source = mkdtempSync(join(folder, "publish-"));
  for (const [path, text] of Object.entries(files)) {
    write(join(source.slice(folder.length), "package", path), text, 0o755);
  }
  mkdirSync(join(folder, "registry"), { recursive: true });
  const file = join(folder, "registry", `${name.replaceAll(/[@/]/g, "-")}.tgz`);
  await create({ file, cwd: source, gzip: true }, ["package"]);
  return `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
}

/** Stands in for `npm pack <package> … --pack-destination <folder>`; notes that it was asked. */
function installFakeNpm(): string {
  const script = `#!/bin/sh
echo "$2" >> '${folder}/asked'
file='${folder}/registry/'$(echo "$2" | tr '@/' '--').tgz
test -f "$file" && exec cp "$file" "$5/"
echo 'npm error code ENOTFOUND' >&2
echo 'npm error network request to https://registry.npmjs.org failed' >&2
exit 1
`;
  return dirname(write("npm/npm", script, 0o755));
}

const asked = () => (existsSync(join(folder, "asked")) ? readFileSync(join(folder, "asked"), "utf8") : "");
const cached = () => readdirSync(join(folder, "cache", "create-gomicro")).sort();

function request(given: Partial<ToolRequest> = {}): ToolRequest {
  return {
    expected: expected(),
    named: null,
    from: [join(folder, "project")],
    cwd: folder,
    env: {
      PATH: [installFakeNpm(), join(folder, "path"), "/usr/bin", "/bin"].join(delimiter),
      XDG_CACHE_HOME: join(folder, "cache"),
      HOME: folder,
    },
    platform: "linux",
    arch: "x64",
    node: process.execPath,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...given,
  };
}

function expected(integrity = "sha512-none"): ExpectedTools {
  return {
    buf: { version: "1.75.0", packages: { "@bufbuild/buf-linux-x64": integrity } },
    pack: { version: "0.1.0", manifest: sha256(packText) },
  };
}

async function refusal(given: Partial<ToolRequest>): Promise<UserError> {
  const error: unknown = await resolveTools(request(given)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`no refusal: ${error}`);
  expect(`${error.message}${error.hint ?? ""}`).not.toContain("\n");
  return error;
}

function installLocally(bufVersion = "1.75.0"): void {
  const modules = "project/node_modules";
  write(`${modules}/@bufbuild/buf-linux-x64/package.json`, JSON.stringify({ version: bufVersion }));
  write(`${modules}/@bufbuild/buf-linux-x64/bin/buf`, fakeBuf(bufVersion), 0o755);
  write(`${modules}/@create-gomicro/plugins/package.json`, "{}");
  write(`${modules}/@create-gomicro/plugins/dist/manifest.json`, packText);
}

describe("what is there already", () => {
  test("is taken from node_modules, and npm is not asked", async () => {
    installLocally();
    expect(await resolveTools(request())).toEqual({
      buf: join(folder, "project/node_modules/@bufbuild/buf-linux-x64/bin/buf"),
      pack: join(folder, "project/node_modules/@create-gomicro/plugins"),
      node: process.execPath,
    });
    expect(asked()).toBe("");
    expect(existsSync(join(folder, "cache"))).toBe(false);
  });

  test("buf on PATH goes before node_modules, if its version is the pinned one", async () => {
    installLocally();
    const onPath = write("path/buf", fakeBuf("1.75.0"), 0o755);
    expect((await resolveTools(request())).buf).toBe(onPath);
    write("path/buf", fakeBuf("1.74.0"), 0o755);
    expect((await resolveTools(request())).buf).toContain("node_modules");
  });

  test("npm's own shim of buf on PATH is passed over for the binary", async () => {
    installLocally();
    write("project/node_modules/.bin/buf", fakeBuf("1.75.0"), 0o755);
    const { env } = request();
    const PATH = [join(folder, "project/node_modules/.bin"), env.PATH].join(delimiter);
    expect((await resolveTools(request({ env: { ...env, PATH } }))).buf).toContain("buf-linux-x64");
  });

  test("--buf goes before everything", async () => {
    installLocally();
    write("path/buf", fakeBuf("1.75.0"), 0o755);
    const named = write("mine/buf", fakeBuf("1.75.0"), 0o755);
    expect((await resolveTools(request({ named: "mine/buf" }))).buf).toBe(named);
  });

  test("--buf with another version, or with no buf, is refused", async () => {
    installLocally();
    write("mine/buf", fakeBuf("1.30.1"), 0o755);
    expect((await refusal({ named: "mine/buf" })).message).toBe(
      "mine/buf is buf 1.30.1; it must be buf 1.75.0",
    );
    expect((await refusal({ named: "mine/none" })).message).toBe(
      "mine/none does not run; it must be buf 1.75.0",
    );
  });
});

describe("what is missing", () => {
  const pack = { "package.json": "{}", "dist/manifest.json": packText, "dist/a.wasm": "plugin" };
  const publishBuf = () =>
    publish("@bufbuild/buf-linux-x64@1.75.0", { "package.json": "{}", "bin/buf": fakeBuf("1.75.0") });
  const publishPack = (files: Readonly<Record<string, string>> = pack) =>
    publish("@create-gomicro/plugins@0.1.0", files);

  test("is installed once, at the pinned versions, and said so", async () => {
    const tools = request({ expected: expected(await publishBuf()) });
    await publishPack();
    const said: string[] = [];
    const first = await resolveTools({ ...tools, progress: (text) => said.push(text) });
    expect(said.sort()).toEqual([
      "installing buf 1.75.0, 32 MB, once",
      "installing the code generators 0.1.0, 16 MB, once",
    ]);
    expect(asked().trim().split("\n").sort()).toEqual([
      "@bufbuild/buf-linux-x64@1.75.0",
      "@create-gomicro/plugins@0.1.0",
    ]);
    expect(readFileSync(first.buf, "utf8")).toBe(fakeBuf("1.75.0"));
    expect(readFileSync(join(first.pack, "dist/a.wasm"), "utf8")).toBe("plugin");
    rmSync(join(folder, "asked"));
    expect(await resolveTools(tools)).toEqual(first);
    expect(asked()).toBe("");
  });

  test("is installed once by two runs at a time", async () => {
    const tools = request({ expected: expected(await publishBuf()) });
    await publishPack();
    const [one, other] = await Promise.all([resolveTools(tools), resolveTools(tools)]);
    expect(one).toEqual(other);
    expect(cached()).toHaveLength(2);
  });

  test("without a network is two clear lines, and nothing is left in the cache", async () => {
    const error = await refusal({});
    expect(error.message).toBe(
      "@bufbuild/buf-linux-x64@1.75.0 is not installed and can't be downloaded: network request to https://registry.npmjs.org failed",
    );
    expect(error.hint).toBe(
      "try again with a network connection, or install buf 1.75.0 and name it with --buf",
    );
    expect(cached()).toEqual([]);
  });

  test("without npm is said", async () => {
    const { env } = request();
    const error = await refusal({ env: { ...env, PATH: join(folder, "path") } });
    expect(error.message).toContain("npm is not on PATH");
  });

  test("is not used when the tarball is another one", async () => {
    await publishBuf();
    await publishPack();
    const error = await refusal({ expected: expected("sha512-other") });
    expect(error.message).toBe("@bufbuild/buf-linux-x64@1.75.0 was not installed: its checksum is wrong");
    expect(cached().filter((name) => !name.startsWith("plugins-"))).toEqual([]);
  });

  test.each([
    [
      "another manifest",
      { ...pack, "dist/manifest.json": manifest("other") },
      "its manifest is not the expected one",
    ],
    ["a changed plugin", { ...pack, "dist/a.wasm": "changed" }, "dist/a.wasm is damaged"],
    ["a plugin missing", { "dist/manifest.json": packText }, "dist/a.wasm is damaged"],
  ])("is not used with %s", async (_, files, reason) => {
    const tools = { expected: expected(await publishBuf()) };
    await publishPack(files);
    expect((await refusal(tools)).message).toBe(`@create-gomicro/plugins@0.1.0 was not installed: ${reason}`);
    expect(cached()).toEqual(["buf-linux-x64-1.75.0"]);
  });

  test("a half-written pack in the cache is installed anew", async () => {
    const tools = request({ expected: expected(await publishBuf()) });
    await publishPack();
    const name = `plugins-0.1.0-${sha256(packText).slice(0, 16)}`;
    write(`cache/create-gomicro/${name}/dist/a.wasm`, "half");
    const { pack: found } = await resolveTools(tools);
    expect(readFileSync(join(found, "dist/a.wasm"), "utf8")).toBe("plugin");
  });

  test("for a system without a buf is said", async () => {
    expect((await refusal({ platform: "sunos" })).message).toBe(
      "there is no buf 1.75.0 for this system (sunos-x64)",
    );
  });

  test("can't be installed where the cache can't be made", async () => {
    write("file", "");
    const { env } = request();
    const error = await refusal({ env: { ...env, XDG_CACHE_HOME: join(folder, "file") } });
    expect(error.hint).toContain("XDG_CACHE_HOME");
  });

  test("is left alone when the run is interrupted", async () => {
    const stop = new AbortController();
    const run = resolveTools(
      request({ signal: stop.signal, progress: () => stop.abort(new UserError("interrupted", "stopped")) }),
    );
    await expect(run).rejects.toThrow();
    expect(cached()).toEqual([]);
  });
});
