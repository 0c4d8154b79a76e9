import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder } from "../../../generators/tools/cache-folder.ts";
import { bufPackage } from "../../../generators/tools/expected-tools.ts";

test.each([
  ["linux", { XDG_CACHE_HOME: "/cache", HOME: "/home/a" }, "/cache"],
  ["linux", { XDG_CACHE_HOME: "relative", HOME: "/home/a" }, "/home/a/.cache"],
  ["darwin", { HOME: "/Users/a" }, "/Users/a/Library/Caches"],
  ["win32", { LOCALAPPDATA: "/local", USERPROFILE: "/a" }, "/local"],
  ["win32", { USERPROFILE: "/a" }, "/a/AppData/Local"],
])("on %s with %j the cache is in %s", (platform, env, folder) => {
  expect(cacheFolder({ platform, env })).toBe(join(folder, "create-gomicro"));
});

test.each([
  ["linux", "x64", "@bufbuild/buf-linux-x64"],
  ["linux", "arm64", "@bufbuild/buf-linux-aarch64"],
  ["linux", "arm", "@bufbuild/buf-linux-armv7"],
  ["darwin", "arm64", "@bufbuild/buf-darwin-arm64"],
  ["win32", "x64", "@bufbuild/buf-win32-x64"],
])("buf for %s %s is in %s", (platform, arch, name) => {
  expect(bufPackage({ platform, arch })).toBe(name);
});
