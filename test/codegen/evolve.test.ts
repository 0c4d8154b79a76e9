import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { combinations } from "../support/combinations.ts";
import { emit, gomicro } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { anyPair } from "../support/pairs.ts";
import { keys, openTerminal } from "../tool/pty/terminal.ts";

const http = anyPair({ speaks: ["http"] }).flags;
const dual = anyPair({ speaks: ["http", "grpc"] }).flags;
const thrift = anyPair({ idl: "thrift" }).flags;

let work: string;
beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), "gomicro-evolve-")));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const sample = "api/inventory/v1/inventory.proto";

function service(...flags: readonly string[]): string {
  const folder = join(work, "orders");
  emit(folder, flags);
  return folder;
}

function edit(folder: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), "utf8")));
}

const counted = (text: string) =>
  text.replace(
    "  // WatchItem",
    "  // CountItems counts.\n  rpc CountItems(CountItemsRequest) returns (CountItemsResponse);\n\n  // WatchItem",
  );
const countMessages = "\nmessage CountItemsRequest {}\n\nmessage CountItemsResponse {}\n";

describe("gomicro generate", () => {
  it.each(combinations.filter(({ preset }) => !preset))("changes nothing in a fresh $name", ({ flags }) => {
    const folder = service(...flags);
    const ran = gomicro(["generate", "--check"], { cwd: folder });
    expect(ran).toEqual({ status: 0, stdout: "the service is up to date with its IDL\n", stderr: "" });
  });

  it("--check exits with 3 after a change of the IDL, and writes nothing, as the README says", () => {
    const folder = service(...http);
    const readme = readFileSync(join(folder, "README.md"), "utf8").replace(/\s+/g, " ");
    expect(readme).toContain("`generate --check` is for CI: it writes nothing");
    expect(readme).toContain("ends with status 3");
    edit(folder, sample, (text) => counted(text) + countMessages);
    const before = readFolder(folder);
    const ran = gomicro(["generate", "--check"], { cwd: folder });
    expect(ran.status).toBe(3);
    expect(ran.stdout).toContain("changed  internal/rpc/inventory_service.go\n");
    expect(ran.stderr).toBe("nothing was written\n");
    expect(readFolder(folder)).toEqual(before);
  });

  it("follows the IDL, keeps every line of the user's, and has nothing more to do then", () => {
    const folder = service(...dual);
    edit(folder, sample, (text) => counted(text) + countMessages);
    appendFileSync(join(folder, "internal/rpc/inventory_service.go"), "\n// mine is mine.\nfunc mine() {}\n");
    const before = readFolder(folder);
    const { status, stderr } = gomicro(["generate"], { cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const after = readFolder(folder);
    const changed = [...after.keys()].filter((path) => after.get(path) !== before.get(path));
    expect(changed).toEqual([
      ".gomicro/lock.json",
      "api/openapi.yaml",
      "gen/inventory/v1/inventory.pb.go",
      "gen/inventory/v1/inventory_grpc.pb.go",
      "internal/rpc/inventory_service.go",
      "internal/rpc/inventory_service_test.go",
      "internal/rpc/unimplemented_test.go",
      "internal/transport/register.gen.go",
      "internal/transport/routes.gen.go",
    ]);
    const stubs = after.get("internal/rpc/inventory_service.go") ?? "";
    for (const line of (before.get("internal/rpc/inventory_service.go") ?? "").split("\n"))
      expect(stubs.split("\n")).toContain(line);
    expect(gomicro(["generate", "--check"], { cwd: folder }).status).toBe(0);
    expect(gomicro(["doctor"], { cwd: folder }).stdout).toContain("internal/rpc/inventory_service.go");
  });

  it("brings what a new import takes: vendored files, modules, the layer that checks rules", () => {
    const folder = join(work, "notes");
    const idl = join(work, "notes.proto");
    const head = 'syntax = "proto3";\npackage notes.v1;\n';
    const rest = "message Note { string text = 1; }\nservice Notes { rpc Keep(Note) returns (Note); }\n";
    writeFileSync(idl, head + rest);
    emit(folder, [...dual, "--idl", idl]);
    const rule = "[(buf.validate.field).string.max_len = 9]";
    const imported = `${head}import "buf/validate/validate.proto";\n${rest.replace("= 1", `= 1 ${rule}`)}`;
    writeFileSync(join(folder, "api", "notes.proto"), imported);
    expect(gomicro(["generate"], { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    const after = readFolder(folder);
    expect(after.get("buf.yaml")).toContain("  - path: third_party\n");
    expect(after.get("go.mod")).toContain("\tbuf.build/go/protovalidate v");
    expect(after.get("internal/rpc/validate.gen.go")).toContain("validation.New(");
    expect([...after.keys()]).toContain("internal/validation/validation.go");
    expect([...after.keys()]).toContain("third_party/buf/validate/validate.proto");
    const fresh = join(work, "fresh");
    writeFileSync(idl, imported);
    emit(fresh, [...dual, "--idl", idl, "--name", "notes"]);
    for (const path of ["go.mod", "go.sum", "buf.yaml", "buf.gen.yaml"])
      expect(after.get(path), path).toBe(readFolder(fresh).get(path));
  });

  it("follows a Thrift file too", () => {
    const folder = join(work, "notes");
    const idl = join(work, "notes.thrift");
    const text = (methods: string) =>
      `namespace go notes\n\nstruct Note {\n  1: string text\n}\n\nservice Notes {\n${methods}}\n`;
    writeFileSync(idl, text("  Note Keep(1: Note note)\n"));
    emit(folder, [...thrift, "--idl", idl]);
    expect(gomicro(["generate", "--check"], { cwd: folder }).status).toBe(0);
    writeFileSync(
      join(folder, "api/notes.thrift"),
      text("  Note Keep(1: Note note)\n  void Drop(1: i64 id)\n"),
    );
    expect(gomicro(["generate"], { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    const after = readFolder(folder);
    expect(after.get("internal/rpc/notes.go")).toContain(
      "func (s *Notes) Drop(ctx context.Context, id int64) error {",
    );
    expect(after.get("internal/transport/notes_wire_test.go")).toContain("func TestNotes_Drop(");
    const words = ["add", "rpc", "Notes", "Find", "--response", "Note"];
    expect(gomicro(words, { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(folder, "api/notes.thrift"), "utf8")).toBe(
      text(
        "  Note Keep(1: Note note)\n  void Drop(1: i64 id)\n\n  Note Find(1: FindRequest request)\n",
      ).replace("service Notes", "struct FindRequest {\n}\n\nservice Notes"),
    );
    expect(gomicro(["generate", "--check"], { cwd: folder }).status).toBe(0);
  });

  it("brings what serves the first stream of a Thrift file", () => {
    const folder = service(...thrift);
    const words = ["add", "rpc", "InventoryService", "WatchItem", "--kind", "server"];
    expect(gomicro(words, { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    const after = readFolder(folder);
    expect(after.get("internal/transport/streams.go")).toContain("func newStreams(");
    expect(after.get("internal/transport/register.gen.go")).toContain("newStreams(s)");
    expect(after.get("client/streams.gen.go")).toContain("transport.TTHeaderStreaming");
    expect(gomicro(["generate", "--check"], { cwd: folder }).status).toBe(0);
  });

  it("says where an IDL is wrong, and writes nothing", () => {
    const folder = service(...http);
    edit(folder, sample, counted);
    const before = readFolder(folder);
    const ran = gomicro(["generate"], { cwd: folder });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/^error: api\/inventory\/v1\/inventory\.proto:\d+:\d+: .*CountItemsRequest/);
    expect(readFolder(folder)).toEqual(before);
  });

  it("wants a service, a sound lock and its own version", () => {
    expect(gomicro(["generate"], { cwd: work })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("there is no service in this folder: .gomicro/lock.json is missing"),
    });
    const folder = service(...http);
    edit(folder, ".gomicro/lock.json", (text) => text.replace(/"framework": ".*"/, '"framework": "other"'));
    expect(gomicro(["generate"], { cwd: folder })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(".gomicro/lock.json was edited by hand"),
    });
  });
});

describe("gomicro add", () => {
  it("rpc adds to the IDL, and all that follows", () => {
    const folder = service(...dual);
    const before = readFileSync(join(folder, sample), "utf8");
    const words = ["add", "rpc", "InventoryService", "CountItems", "--http", "GET /v1/items:count"];
    expect(gomicro(words, { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    const after = readFileSync(join(folder, sample), "utf8");
    const kept = before.split("\n").filter((line) => !after.split("\n").includes(line));
    expect(kept).toEqual([]);
    expect(after).toContain("  rpc CountItems(CountItemsRequest) returns (CountItemsResponse) {\n");
    const { stdout } = gomicro(["generate", "--check"], { cwd: folder });
    expect(stdout).toBe("the service is up to date with its IDL\n");
    expect(gomicro(words, { cwd: folder })).toMatchObject({
      status: 2,
      stderr: `error: InventoryService already has a method CountItems, in ${sample}\n`,
    });
  });

  it("service makes a file beside the others, and its stubs", () => {
    const folder = service(...http);
    expect(gomicro(["add", "service", "StockService"], { cwd: folder })).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "api/inventory/v1/stock_service.proto"), "utf8")).toBe(
      'syntax = "proto3";\n\npackage inventory.v1;\n\nservice StockService {}\n',
    );
    expect(readFileSync(join(folder, "internal/rpc/stock_service.go"), "utf8")).toContain(
      "type StockService struct",
    );
    expect(readFileSync(join(folder, "internal/rpc/services.gen.go"), "utf8")).toContain(
      "newStockService(deps)",
    );
  });

  it("asks on a terminal for what is missing", { timeout: 30_000 }, async () => {
    const folder = service(...http);
    const cli = { path: join(root, "dist", "cli.js") };
    const terminal = openTerminal({ cli, cwd: folder, argv: ["add", "rpc", "InventoryService"] });
    await terminal.see("the new method's name");
    terminal.press("Count-Items", keys.enter);
    await terminal.see('illegal method "Count-Items"');
    terminal.press(keys.clear, "CountItems", keys.enter);
    await terminal.see("which messages are streamed");
    terminal.press(keys.enter);
    for (const question of ["the request's message", "the response's message", "route"]) {
      await terminal.see(question);
      terminal.press(keys.enter);
    }
    await terminal.see(`changed  ${sample}`);
    expect(await terminal.exit).toBe(0);
    expect(readFileSync(join(folder, sample), "utf8")).toContain(
      "  rpc CountItems(CountItemsRequest) returns (CountItemsResponse);\n",
    );
  });

  it("is a generator of plop's", () => {
    const folder = service(...http);
    const plop = join(root, "node_modules/plop/bin/plop.js");
    const words = [
      "--plopfile",
      join(root, "dist/plopfile.js"),
      "add rpc",
      "--",
      "InventoryService",
      "CountItems",
    ];
    const { status, stdout } = spawnSync(process.execPath, [plop, ...words], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toContain(`${folder}: `);
    expect(status).toBe(0);
    expect(readFileSync(join(folder, "internal/rpc/inventory_service.go"), "utf8")).toContain(
      "func (s *InventoryService) CountItems(",
    );
  });

  it("--dry-run, --diff and --json write nothing", () => {
    const folder = service(...http);
    const before = readFolder(folder);
    const add = (...flags: readonly string[]) =>
      gomicro(["add", "rpc", "InventoryService", "CountItems", ...flags], { cwd: folder });
    expect(add("--dry-run").stdout).toContain(`changed  ${sample}\n`);
    expect(add("--diff").stdout).toContain(`--- a/${sample}\n+++ b/${sample}\n`);
    const json = JSON.parse(add("--dry-run", "--json").stdout);
    expect(json.written).toBe(false);
    expect(json.files).toContainEqual({ path: sample, status: "changed", fate: "seeded" });
    expect(readFolder(folder)).toEqual(before);
  });

  it.each<[string, readonly string[], number, string]>([
    ["nothing", [], 2, "nothing to add"],
    ["an unknown thing", ["servce"], 2, "did you mean service?"],
    ["a service that is not there", ["rpc", "InventorySevice", "X"], 1, "did you mean InventoryService?"],
    ["no method", ["rpc", "InventoryService"], 2, "missing method"],
    ["an illegal method", ["rpc", "InventoryService", "Count-Items"], 2, 'illegal method "Count-Items"'],
    ["an unknown kind", ["rpc", "InventoryService", "X", "--kind", "unari"], 2, "did you mean unary?"],
    ["a route that is none", ["rpc", "InventoryService", "X", "--http", "/v1"], 2, 'not a route: "/v1"'],
    ["a message that is not there", ["rpc", "InventoryService", "X", "--request", "a.B"], 1, "a.B"],
    ["a file elsewhere", ["service", "S", "--file", "../s.proto"], 2, "not a file of the IDL"],
    ["a file above", ["service", "S", "--file", "api/../../s.proto"], 1, "unsafe path"],
    ["one argument too many", ["service", "S", "T"], 2, 'unexpected argument "T"'],
  ])("refuses %s, and writes nothing", (_, words, status, said) => {
    const folder = service(...dual);
    const before = readFolder(folder);
    const ran = gomicro(["add", ...words], { cwd: folder });
    expect(ran.stderr).toContain(said);
    expect(ran.status).toBe(status);
    expect(readFolder(folder)).toEqual(before);
  });
});
