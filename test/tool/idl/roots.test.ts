import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fixtures, load } from "./load.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idl roots-"));
  cpSync(join(fixtures, "shop"), join(folder, "my protos"), { recursive: true });
  symlinkSync("my protos", join(folder, "link"));
  mkdirSync(join(folder, "sub"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const billing = "acme/billing/v1/billing.proto";
const paths = async (...[typed, order]: Parameters<typeof load>) =>
  (await load(typed, { cwd: folder, ...order })).model.files.map(({ path }) => path);

test.each([
  ["a file below a --proto-path that is a link", `my protos/${billing}`, ["link"]],
  ["a file through a link, below the --proto-path", `link/${billing}`, ["my protos"]],
  ["a relative path that goes up", `sub/../my protos/${billing}`, ["sub/../my protos/."]],
  ["a path with spaces and no --proto-path", `my protos/${billing}`, []],
])("%s has its place below the root", async (_, typed, protoPaths) => {
  expect(await paths([typed], { protoPaths })).toEqual([billing, "acme/money/money.proto"]);
});

test("a link to a folder is a folder", async () => {
  expect(await paths(["link"])).toEqual(await paths(["my protos"]));
});

test("a loop of links in a folder is not walked", async () => {
  symlinkSync("..", join(folder, "my protos", "acme", "up"));
  expect(await paths(["my protos"])).toHaveLength(3);
});

test("several files and folders are one IDL, and one named twice counts once", async () => {
  const typed = ["my protos/acme/billing", `my protos/${billing}`, "my protos/acme/money/money.proto"];
  expect(await paths(typed)).toEqual([billing, "acme/money/money.proto"]);
});

test("an imported file keeps its bytes too", async () => {
  const money = join(folder, "my protos/acme/money/money.proto");
  const text = `\uFEFF${readFileSync(money, "utf8").replaceAll("\n", "\r\n")}`;
  writeFileSync(money, text);
  const { model } = await load([`my protos/${billing}`], { cwd: folder });
  expect(model.files.find(({ path }) => path === "acme/money/money.proto")?.text).toBe(text);
});
