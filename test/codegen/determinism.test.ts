import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { emit } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { anyPair } from "../support/pairs.ts";

const dual = anyPair({ speaks: ["http", "grpc"] }).flags;

let work: string;
beforeAll(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), "gomicro-determinism-")));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

it("the same IDL gives the same bytes, wherever it lies and however it is named", () => {
  const shop = join(root, "test", "fixtures", "idl", "shop");
  cpSync(shop, join(work, "elsewhere"), { recursive: true });
  const emitted = (folder: string, idl: string, cwd: string) => {
    const target = join(work, folder, "shop");
    emit(target, [...dual, "--idl", idl], { cwd });
    return readFolder(target);
  };
  const absolute = emitted("a", shop, root);
  expect(emitted("b", "elsewhere", work)).toEqual(absolute);
  expect([...absolute.values()].filter((text) => text.includes(root) || text.includes(work))).toEqual([]);
});
