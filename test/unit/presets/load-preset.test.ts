import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { create, Header } from "tar";
import { describe, expect, test } from "vitest";
import { joinSources } from "../../../generators/layers/join-sources.ts";
import { loadLayers } from "../../../generators/layers/select-layers.ts";
import { builtinPresets } from "../../../generators/presets/builtin-presets.ts";
import { listPresets, loadPreset } from "../../../generators/presets/load-preset.ts";
import { answers, sample, source } from "../layers/fixture.ts";
import { scratch, write } from "../plan/scratch.ts";

const shelf = builtinPresets();
const manifest = JSON.stringify({ name: "@acme/team", version: "2.1.0", description: "Acme." });
const files = {
  "preset.json": manifest,
  "templates/audit/layer.json": '{"id":"audit","title":"Audit","description":"Audit."}',
  "templates/audit/AUDIT.md.hbs": "# {{name}}\n",
};

async function audit(spec: string, cwd: string): Promise<string | undefined> {
  const preset = await loadPreset({ spec, cwd, shelf });
  expect(preset).toMatchObject({ name: "@acme/team", version: "2.1.0" });
  const sources = preset.layers ? [source({}), preset.layers] : [];
  const { layers } = await loadLayers(joinSources(sources), { answers, idl: sample });
  return layers
    .flatMap((layer) => layer.files)
    .map(({ path }) => path)
    .join();
}

describe("a preset is found", () => {
  test("among the built-in ones", async () => {
    const preset = await loadPreset({ spec: "orders", cwd: "/", shelf });
    expect(preset.locked.protocol?.values).toEqual(["dual"]);
    expect(preset.layers).toBeNull();
    expect((await listPresets(shelf)).map(({ name }) => name)).toEqual(["minimal", "orders", "web-team"]);
  });

  test("in a folder", async () => {
    const root = scratch();
    write(root, Object.fromEntries(Object.entries(files).map(([path, text]) => [`team/${path}`, text])));
    write(root, { "team/.git/config": "not read", "team/node_modules/x/index.js": "not read" });
    expect(await audit("./team", root)).toBe("AUDIT.md");
    expect(await audit(join(root, "team"), "/")).toBe("AUDIT.md");
  });

  test("in an installed package, in a folder above, linked there by a package manager", async () => {
    const root = scratch();
    write(
      root,
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`.store/team/${path}`, text])),
    );
    write(root, { ".store/team/package.json": "{}", ".store/team/index.js": "throw new Error('executed');" });
    mkdirSync(join(root, "node_modules/@acme"), { recursive: true });
    mkdirSync(join(root, "a/b"), { recursive: true });
    symlinkSync("../../.store/team", join(root, "node_modules/@acme/team"));
    expect(await audit("@acme/team", join(root, "a/b"))).toBe("AUDIT.md");
    expect(await audit("@acme/team@2.1.0", root)).toBe("AUDIT.md");
    await expect(audit("@acme/team@2.0.0", root)).rejects.toThrow("is at version 2.1.0, not 2.0.0");
  });

  test("in a tarball, without unpacking it", async () => {
    const root = scratch();
    write(root, Object.fromEntries(Object.entries(files).map(([path, text]) => [`package/${path}`, text])));
    await create({ gzip: true, cwd: root, file: join(root, "team-2.1.0.tgz"), portable: true }, ["package"]);
    const before = readdirSync(root);
    expect(await audit("team-2.1.0.tgz", root)).toBe("AUDIT.md");
    expect(readdirSync(root)).toEqual(before);
  });

  test("or the error says where one can be", async () => {
    const root = scratch();
    write(root, { "empty/readme": "" });
    const find = (spec: string) => loadPreset({ spec, cwd: root, shelf });
    await expect(find("odrers")).rejects.toMatchObject({
      message: 'there is no preset "odrers"',
      hint: expect.stringContaining("minimal, orders, web-team"),
    });
    await expect(find("./nowhere")).rejects.toThrow(`there is no preset at ${join(root, "nowhere")}`);
    await expect(find("./empty")).rejects.toThrow("./empty has no preset.json");
    await expect(find("@x/../../etc")).rejects.toThrow("there is no preset");
  });
});

interface Entry {
  readonly path: string;
  readonly type?:
    | "File"
    | "SymbolicLink"
    | "Link"
    | "CharacterDevice"
    | "BlockDevice"
    | "FIFO"
    | "SolarisACL"
    | "Directory";
  readonly linkpath?: string;
  readonly text?: string;
}

/** A tarball as nobody's tool would write it. */
function tarball(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, type = "File", linkpath, text = "" }) => {
    const header = new Header({
      path,
      type,
      mode: 0o644,
      size: text.length,
      mtime: new Date(0),
      ...(linkpath ? { linkpath } : {}),
    });
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    body.write(text);
    return [block, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const good: Entry = { path: "package/preset.json", text: manifest };
const attacks: Readonly<Record<string, readonly Entry[]>> = {
  "a path above it": [{ path: "package/../../evil.txt", text: "x" }],
  "a path above it in a folder's name": [{ path: "../evil/", type: "Directory" }],
  "an absolute path": [{ path: "/etc/evil", text: "x" }],
  "a Windows path": [{ path: "package/templates/..\\..\\evil", text: "x" }],
  "a symbolic link": [{ path: "package/templates/a/x", type: "SymbolicLink", linkpath: "/etc/passwd" }],
  "a symbolic link outside templates/": [{ path: "package/x", type: "SymbolicLink", linkpath: "templates" }],
  "a hard link": [{ path: "package/templates/a/x", type: "Link", linkpath: "../../../etc/passwd" }],
  "a character device": [{ path: "package/templates/a/x", type: "CharacterDevice" }],
  "a block device": [{ path: "package/templates/a/x", type: "BlockDevice" }],
  "a pipe": [{ path: "package/templates/a/x", type: "FIFO" }],
  "an entry of another kind": [{ path: "package/templates/a/x", type: "SolarisACL" }],
  "a git hook": [{ path: "package/templates/a/.git/hooks/post-checkout", text: "x" }],
  "one path twice": [{ path: "package/preset.json", text: "{}" }],
  "one path in two cases": [{ path: "package/PRESET.json", text: "{}" }],
  "a link and a file through it": [
    { path: "package/templates/a", type: "SymbolicLink", linkpath: "/tmp" },
    { path: "package/templates/a/evil.txt", text: "x" },
  ],
};

describe("a tarball", () => {
  const load = async (bytes: Uint8Array) => {
    const root = scratch();
    writeFileSync(join(root, "p.tgz"), bytes);
    return loadPreset({ spec: "./p.tgz", cwd: root, shelf });
  };

  test("made by hand is read", async () => {
    await expect(
      load(tarball([good, { path: "package/templates/", type: "Directory" }])),
    ).resolves.toMatchObject({
      name: "@acme/team",
    });
  });

  test.each(Object.entries(attacks))("is refused with %s in it", async (_, entries) => {
    await expect(load(tarball([good, ...entries]))).rejects.toMatchObject({
      name: "UserError",
      code: expect.stringMatching(/^(tarball|unsafe-path|path-collision)$/),
    });
  });

  test("is refused when it is something else, cut short, or far too large", async () => {
    await expect(load(Buffer.from("<html>"))).rejects.toThrow("it is not a gzip file");
    await expect(load(gzipSync(Buffer.from("hello".repeat(300))))).rejects.toThrow("is not a tarball");
    await expect(load(gzipSync(Buffer.alloc(17 * 1024 * 1024)))).rejects.toThrow("more than 16777216 bytes");
  });
});
