import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../../../generators/error.ts";
import type { IdlOrder } from "../../../generators/idl/load-idl.ts";
import { load } from "./load.ts";

const messages = `message M {
  string name = 1;
  repeated string tags = 2;
  map<string, string> labels = 3;
  M inner = 4;
  google.protobuf.Int64Value count = 5;
  google.protobuf.Struct object = 6;
}
`;

/** What a service with these methods is refused with. */
async function refusal(methods: string, order: Partial<IdlOrder> = {}, syntax = 'syntax = "proto3";') {
  const folder = mkdtempSync(join(tmpdir(), "idl-routes-"));
  const imports = ["google/api/annotations", "google/protobuf/struct", "google/protobuf/wrappers"];
  const head = [syntax, "package p;", ...imports.map((path) => `import "${path}.proto";`)].join("\n");
  try {
    writeFileSync(join(folder, "x.proto"), `${head}\n${messages}service S {\n${methods}\n}\n`);
    const error: unknown = await load(["x.proto"], { cwd: folder, ...order }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined && !(error instanceof UserError)) throw error;
    return error === undefined ? undefined : `${error.message} (${error.hint})`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rpc = (name: string, rule: string) =>
  `rpc ${name}(M) returns (M) { option (google.api.http) = {${rule}}; }`;

const gateway: Partial<IdlOrder> = {
  plugins: async () => [{ name: "protoc-gen-grpc-gateway", module: "tools", options: [] }],
};

test("two methods that take the same requests are refused, naming both with file, line and template", async () => {
  const message = await refusal(
    `${rpc("Get", 'get: "/v1/{name}"')}\n\n${rpc("Find", 'get: "/v1/{inner.name=*}"')}`,
  );
  expect(message).toBe(
    "x.proto:17: S.Find, GET /v1/{inner.name=*}, takes the same requests as x.proto:15: S.Get, GET /v1/{name}" +
      " (give one of them another path, method or verb)",
  );
});

test.each([
  ["a binding twice", rpc("Get", 'get: "/v1/a" additional_bindings {get: "/v1/%61"}')],
  [
    "a binding like that of a method without one",
    `rpc Un(M) returns (M);${rpc("Get", 'post: "/p.S/Un" body: "*"')}`,
  ],
  ["a verb twice", `${rpc("A", 'get: "/v1/{name}:go"')}${rpc("B", 'get: "/v1/{name=*}:go"')}`],
])("%s is refused", async (_, methods) => {
  expect(await refusal(methods)).toContain("takes the same requests as x.proto:15: S.");
});

test.each([
  ['get: "v1"', "leading slash"],
  ['get: "/v1/"', 'there can\'t be "/" after a segment'],
  ['get: "/v1//a"', '"" is no segment'],
  ['get: "/v1/{name"', "no } after"],
  ['get: "/v1/{na-me}"', '"{na-me}" names no field'],
  ['get: "/v1/{name=}"', '"" is no segment'],
  ['get: "/v1/{name=**}/**"', "** can be there once"],
  ['get: "/v1/{name}/{name}"', "variable name is there twice"],
  ['get: "/v1/a*"', '"a*" is no segment'],
  ['get: "/v1/{name}:a:b"', 'there can\'t be ":a:b"'],
  ["", "no method"],
  ['custom: {kind: "A B" path: "/v1"}', "no method"],
  ['get: "/v1/{colour}"', '{colour} in "/v1/{colour}" is no field of p.M'],
  ['get: "/v1/{name.inner}"', "is no field of p.M"],
  ['get: "/v1/{tags}"', "is repeated, and a path has one value"],
  ['get: "/v1/{labels}"', "is repeated, and a path has one value"],
  ['get: "/v1/{inner}"', "is a message, p.M"],
  ['get: "/v1/{object}"', "is a message, google.protobuf.Struct"],
  ['get: "/v1" body: "*"', "GET /v1 has a body"],
  ['post: "/v1" body: "colour"', 'body "colour" is no field of p.M'],
  ['post: "/v1" body: "inner.name"', 'body "inner.name" is no field of p.M'],
  ['get: "/v1" response_body: "colour"', 'response_body "colour" is no field of p.M'],
])("a route with %s is refused, with file, line and reason", async (rule, reason) => {
  const message = await refusal(rpc("Get", rule));
  expect(message).toContain("x.proto:15: S.Get: ");
  expect(message).toContain(reason);
});

test.each([
  'get: "/"',
  'get: "/v1/{inner.inner.name}/{count}"',
  'get: "/v1/{name=a/**}/b:c"',
  'get: "/v1/a:b/c:d"',
  'custom: {kind: "*" path: "/v1"}',
  'delete: "/v1" body: "inner"',
  'post: "/v1" body: "tags" response_body: "*"',
])("a route with %s is taken", async (rule) => {
  expect(await refusal(rpc("Get", rule))).toBeUndefined();
});

test("a pair without HTTP does not look at routes", async () => {
  expect(await refusal(rpc("Get", 'get: "v1"'), { http: false })).toBeUndefined();
});

test("what grpc-gateway alone can't generate is refused where it is generated", async () => {
  const stream =
    'rpc Put(stream M) returns (M) { option (google.api.http) = {post: "/v1/{name}" body: "*"}; }';
  expect(await refusal(stream)).toBeUndefined();
  expect(await refusal(stream, gateway)).toContain("the method streams from the client");
  const edition = 'edition = "2023";';
  expect(await refusal(rpc("Get", 'get: "/v1/{name}"'), {}, edition)).toBeUndefined();
  expect(await refusal(rpc("Get", 'get: "/v1/{name}"'), gateway, edition)).toContain(
    "has presence by its edition",
  );
});
