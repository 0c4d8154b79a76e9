import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findInputs } from "../../../generators/idl/find-inputs.ts";
import { collectThrift } from "../../../generators/idl/thrift/collect-thrift.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thrift-sources-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Paths below `api/`. */
function collect(paths: readonly string[], protoPaths: readonly string[] = []): readonly string[] {
  return sources(paths, protoPaths).map(({ path }) => path);
}

function sources(paths: readonly string[], protoPaths: readonly string[] = []) {
  const inputs = findInputs({
    paths,
    cwd: folder,
    kind: "thrift",
    pair: "b thrift",
    otherPairs: ["a dual"],
  });
  return collectThrift({
    inputs,
    protoPaths: protoPaths.map((path) => join(folder, path)),
    cwd: folder,
  });
}

test("a text keeps its line ends, and loses the byte order mark that the generator does not take", () => {
  write("idl/orders.thrift", "\uFEFF// Hi.\r\nservice Orders {}");
  expect(sources(["idl/orders.thrift"]).map(({ text }) => text)).toEqual(["// Hi.\r\nservice Orders {}"]);
});

test("a file lies below the folder that makes its path agree with its namespace", () => {
  write("idl/acme/shop/v1/orders.thrift", "namespace go acme.shop.v1");
  expect(collect(["idl/acme/shop/v1/orders.thrift"])).toEqual(["acme/shop/v1/orders.thrift"]);
  write("idl/plain.thrift", "namespace go acme.shop.v1");
  expect(collect(["idl/plain.thrift"])).toEqual(["plain.thrift"]);
});

test("an include that leads upwards keeps its place beside what includes it", () => {
  write("idl/shop/orders.thrift", 'include "../base/base.thrift"');
  write("idl/base/base.thrift", "");
  expect(collect(["idl/shop/orders.thrift"])).toEqual(["base/base.thrift", "shop/orders.thrift"]);
});

test("an include is looked for beside the file first, then below --proto-path", () => {
  write("a/orders.thrift", 'include "money.thrift"\ninclude "shared/base.thrift"');
  write("a/money.thrift", "");
  write("common/money.thrift", "struct Wrong {}");
  write("common/shared/base.thrift", "");
  expect(collect(["a/orders.thrift"], ["common"])).toEqual([
    "money.thrift",
    "orders.thrift",
    "shared/base.thrift",
  ]);
});

test("a file below a --proto-path has its path from there", () => {
  write("idl/shop/orders.thrift", 'include "base/base.thrift"');
  write("idl/base/base.thrift", "");
  expect(collect(["idl/shop/orders.thrift"], ["idl"])).toEqual(["base/base.thrift", "shop/orders.thrift"]);
});

test("files that include each other end", () => {
  write("a.thrift", 'include "b.thrift"');
  write("b.thrift", 'include "a.thrift"');
  expect(collect(["a.thrift"])).toEqual(["a.thrift", "b.thrift"]);
});

test.each(["/etc/passwd", "money.txt", "a\\\\b.thrift", "nowhere.thrift", "folder.thrift"])(
  "an include of %s is refused with its line and the flag",
  (path) => {
    write("folder.thrift/x.thrift", "");
    write("orders.thrift", `\ninclude "${path}"`);
    expect(() => collect(["orders.thrift"])).toThrow(
      `orders.thrift:2 includes "${path}", which is not found`,
    );
  },
);

test("a link is not followed", () => {
  write("real/base.thrift", "");
  write("idl/orders.thrift", 'include "linked/base.thrift"');
  symlinkSync(join(folder, "real"), join(folder, "idl", "linked"));
  expect(() => collect(["idl/orders.thrift"])).toThrow("is a symbolic link");
});

test("two files with one place are refused", () => {
  write("one/base.thrift", "");
  write("two/base.thrift", "");
  expect(() => collect(["one/base.thrift", "two/base.thrift"], ["one", "two"])).toThrow(
    "one/base.thrift and two/base.thrift would both be api/base.thrift",
  );
});

test.each(["orders_test", "orders_linux", "my orders", "_orders"])("a file called %s is refused", (name) => {
  write(`${name}.thrift`, "");
  expect(() => collect([`${name}.thrift`])).toThrow(`no Go code can be generated from ${name}.thrift: `);
});

test("protos are refused, naming the pairs that read them", () => {
  write("orders.proto", "");
  expect(() => collect(["orders.proto"])).toThrow(
    "orders.proto is Protocol Buffers, and b thrift reads Thrift",
  );
  expect(() => collect(["."])).toThrow("orders.proto is Protocol Buffers, and b thrift reads Thrift");
});
