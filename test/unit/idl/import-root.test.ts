import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importRoot } from "../../../generators/idl/import-root.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "import-root-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text = ""): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test("the longest --proto-path with the file in it wins over everything", () => {
  write("buf.yaml", "version: v2\n");
  const file = write("a/b/acme/v1/x.proto");
  const protoPaths = [
    join(folder, "a"),
    join(folder, "a", "b"),
    join(folder, "other"),
    join(folder, "a", "b", "ac"),
  ];
  const { root } = importRoot({ file, package: "acme.v1", protoPaths, otherwise: dirname(file) });
  expect(root).toBe(join(folder, "a", "b"));
});

test.each([
  ["modules:\n  - path: protos\n  - path: shared # ours\n"],
  ['modules: [{path: protos}, {path: "shared"}]\n'],
  [
    "modules:\n  - name: buf.build/acme/x\n    path: 'protos'\n  - { path: shared }\nlint:\n  ignore: [shared]\n",
  ],
])("the module of the nearest buf.yaml is the root, and the other modules are looked into: %j", (yaml) => {
  write("buf.yaml", `version: v2\n${yaml}`);
  const file = write("protos/acme/x.proto");
  expect(importRoot({ file, package: "acme", protoPaths: [], otherwise: "" })).toEqual({
    root: join(folder, "protos"),
    path: "acme/x.proto",
    siblings: [join(folder, "shared")],
  });
});

test("a buf.yaml without modules is a module itself", () => {
  write("buf.yaml", "version: v1\n");
  const file = write("acme/x.proto");
  expect(importRoot({ file, package: "", protoPaths: [], otherwise: "" }).root).toBe(folder);
});

test("without a buf.yaml the path agrees with the package", () => {
  const file = write("protos/acme/shop/v1/x.proto");
  expect(importRoot({ file, package: "acme.shop.v1", protoPaths: [], otherwise: "" }).root).toBe(
    join(folder, "protos"),
  );
});

test("a package that the path does not agree with says nothing", () => {
  const file = write("protos/superacme/x.proto");
  for (const name of ["acme", "", "x"]) {
    expect(importRoot({ file, package: name, protoPaths: [], otherwise: "here" }).root).toBe("here");
  }
});
