import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ProtoRequest } from "../../../generators/codegen/proto/load-proto.ts";
import { UserError } from "../../../generators/error.ts";
import { fixtures, load } from "./load.ts";

async function refusal(paths: readonly string[], order: Partial<ProtoRequest> = {}) {
  const error: unknown = await load(paths, order).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`no refusal: ${error}`);
  expect(error.status).toBe(1);
  expect(`${error.message}${error.hint ?? ""}`).not.toContain("\n");
  return error;
}

test("an IDL that does not parse is refused with buf's line and column, by the name that was typed", async () => {
  const error = await refusal(["refused/broken.proto"]);
  expect(error.message).toBe("refused/broken.proto:6:29: cannot find `Nowhere` in this scope");
});

test("routes that take the same requests are refused, naming both; by pairs with HTTP alone", async () => {
  const error = await refusal(["refused/routes.proto"], { openapi: "books" });
  expect(error.message).toBe(
    "refused/routes.proto:15: Books.Find, GET /v1/books/{name}, matches the same requests as " +
      "refused/routes.proto:12: Books.Get, GET /v1/{name=books/*}",
  );
  const { model } = await load(["refused/routes.proto"], { openapi: null });
  expect(model.services).toHaveLength(1);
});

test("a rule that the service would not start with is refused, whatever comments hide from buf lint", async () => {
  const error = await refusal(["refused/rules.proto"]);
  expect(error.message).toBe(
    'refused/rules.proto:18: field refused.BookRequest.mail: the rule "mail.short" does not compile: ' +
      "found no matching overload for '_<_' applied to '(string, int)'",
  );
  expect(error.hint).toBe('in CEL, "this" is the value of the field, of its own type; 2 rules are broken');
});

test("an IDL without a service is refused", async () => {
  const error = await refusal(["refused/no-service.proto"]);
  expect(error.message).toBe("the IDL has no service: there is none in refused/no-service.proto");
});

test("Thrift is refused by a framework that reads protos, naming those that read it", async () => {
  const error = await refusal(["refused/calls.thrift"]);
  expect(error.message).toBe("refused/calls.thrift is Thrift, and a dual reads Protocol Buffers");
  expect(error.hint).toBe("Thrift is read by b thrift");
});

test("a missing import is refused, naming the line and the flag", async () => {
  const error = await refusal(["refused/missing-import.proto"]);
  expect(error.message).toBe(
    'refused/missing-import.proto:6 imports "common/money.proto", which is not found',
  );
  expect(error.hint).toContain("--proto-path");
});

test("an import that leaves its folder is refused", async () => {
  const error = await refusal(["refused/leaving-import.proto"]);
  expect(error.message).toContain('imports "../shop/acme/money/money.proto"');
});

test("an import of Google's that nobody publishes Go for is refused, unless the file is there", async () => {
  const error = await refusal(["refused/unpublished.proto"]);
  expect(error.message).toBe(
    'refused/unpublished.proto:5 imports "google/cloud/labels/v1/labels.proto", which is not found',
  );
  expect(error.hint).toContain("--proto-path");
  const { model } = await load(["refused/unpublished.proto"], { protoPaths: [`${fixtures}/cloud`] });
  expect(model.files.map(({ path }) => path)).toContain("google/cloud/labels/v1/labels.proto");
});

test("a method that the pair can't carry is refused unless 501 is fine", async () => {
  const order = {
    pair: "c http",
    kinds: ["unary", "server"],
    othersFor: (kinds: readonly string[]) => (kinds.includes("bidi") ? ["a dual", "d dual"] : []),
  } as const;
  const error = await refusal(["shop"], order);
  expect(error.message).toBe(
    "c http can't carry OrderService.Upload (client stream), OrderService.Chat (bidirectional stream)",
  );
  expect(error.hint).toBe("a dual, d dual can; or accept 501 for them with --partial");
  const { model } = await load(["shop"], { ...order, partial: true });
  expect(model.services).toHaveLength(3);
});

test("a file that Go would build on one system only is refused", async () => {
  const error = await refusal(["refused/only_linux.proto"]);
  expect(error.message).toContain('Go builds "only_linux" on one system only');
});

test("two methods with one Go name are refused", async () => {
  const error = await refusal(["refused/twice.proto"]);
  expect(error.message).toBe("refused.Twice has two methods that would be GetIt in Go");
});

test.each([
  ["nowhere.proto", "nowhere.proto does not exist"],
  ["refused/calls.txt", "refused/calls.txt does not exist"],
  ["../../../package.json", "../../../package.json is neither a .proto file nor a folder"],
  ["../tls", "there is no .proto file in ../tls"],
])("%s is refused", async (path, message) => {
  expect((await refusal([path])).message).toBe(message);
});

test("two files that would be one are refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "idl-twice-"));
  try {
    for (const name of ["a", "b"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "x.proto"), 'syntax = "proto3";\n');
    }
    const error = await refusal(["a/x.proto", "b/x.proto"], { cwd: folder });
    expect(error.message).toBe("a/x.proto and b/x.proto would both be api/x.proto");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a link among the imports is not followed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "idl-link-"));
  try {
    writeFileSync(join(folder, "x.proto"), 'syntax = "proto3";\nimport "secret/key.proto";\nservice S {}\n');
    symlinkSync(tmpdir(), join(folder, "secret"));
    const error = await refusal(["x.proto"], { cwd: folder });
    expect(error.message).toContain("is a symbolic link");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a copy of google/api among the user's files is left out, and refused when it is named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "idl-copy-"));
  try {
    mkdirSync(join(folder, "google/api"), { recursive: true });
    const service =
      'syntax = "proto3";\nimport "google/api/http.proto";\nmessage M {}\nservice S { rpc Get(M) returns (M); }\n';
    writeFileSync(join(folder, "x.proto"), service);
    writeFileSync(join(folder, "google/api/http.proto"), 'syntax = "proto3";\npackage google.api;\nbroken\n');
    const { model } = await load(["."], { cwd: folder });
    expect(model.files.map(({ path }) => path)).toEqual(["x.proto"]);
    const error = await refusal(["google/api/http.proto"], { cwd: folder });
    expect(error.message).toContain("whose Go code is published already");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
