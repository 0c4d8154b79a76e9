import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileRegistry } from "@bufbuild/protobuf";
import { beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../../generators/error.ts";
import { checkRoutes } from "../../../generators/idl/checks/check-routes.ts";
import { readImage } from "../../../generators/idl/proto/decode-image.ts";
import { vendoredFiles } from "../../../generators/idl/proto/vendored-files.ts";
import { withWorkspace } from "../../../generators/tools/with-workspace.ts";
import { repositoryTools as tools } from "../../../scripts/repository-tools.ts";

const imports = [
  "google/api/annotations.proto",
  "google/protobuf/struct.proto",
  "google/protobuf/wrappers.proto",
];
const files: { readonly path: string; readonly text: string; readonly shown: string }[] = [];
let registry: FileRegistry;

/** All files are built at once: that is what takes time. */
beforeAll(async () => {
  const api = files.map(({ path, text }) => ({ path: `api/${path}`, content: text }));
  const request = {
    files: [...api, ...vendoredFiles(tools.pack, imports)],
    ...{ vendored: true, tools, env: process.env, signal: new AbortController().signal },
  };
  registry = await withWorkspace(request, async ({ buf, folder }) => {
    const built = await buf(["build", "api", "-o", "image"]);
    expect(built).toMatchObject({ status: 0, stderr: "" });
    return readImage(readFileSync(join(folder, "image")));
  });
});

const messages = `
message M {
  string name = 1;
  repeated string tags = 2;
  map<string, string> labels = 3;
  M inner = 4;
  google.protobuf.Int64Value count = 5;
  google.protobuf.Struct object = 6;
}`;

/** Adds a file with this in it, in a package of its own; the methods of the first service begin in line 15. */
function idl(body: string, syntax = 'syntax = "proto3";'): string {
  const path = `f${files.length}.proto`;
  const head = [syntax, `package f${files.length};`, ...imports.map((name) => `import "${name}";`)];
  files.push({ path, text: `${head.join("\n")}${body}\n`, shown: path });
  return path;
}

function service(methods: string): string {
  return idl(`${messages}\nservice S {\n${methods}\n}`);
}

/** What the routes of a file are refused with. */
function refusal(path: string): string | undefined {
  try {
    checkRoutes({ registry, files: files.filter((file) => file.path === path) });
  } catch (error) {
    if (error instanceof UserError) return `${error.message} (${error.hint})`;
    throw error;
  }
  return undefined;
}

function rpc(name: string, rule: string): string {
  return `rpc ${name}(M) returns (M) { option (google.api.http) = {${rule}}; }`;
}

describe("routes that take the same requests are refused", () => {
  const both = service(`${rpc("Get", 'get: "/v1/{name}"')}\n\n${rpc("Find", 'get: "/v1/{inner.name=*}"')}`);
  test("naming both, with file, line and template", () => {
    expect(refusal(both)).toBe(
      `${both}:17: S.Find, GET /v1/{inner.name=*}, matches the same requests as ${both}:15: S.Get, GET /v1/{name}` +
        " (give one of them another path, method or verb)",
    );
  });

  test.each([
    ["a binding twice", service(rpc("Get", 'get: "/v1/a" additional_bindings {get: "/v1/%61"}'))],
    [
      "a binding like that of a method without one",
      service(`rpc Un(M) returns (M);${rpc("Get", `post: "/f${files.length}.S/Un" body: "*"`)}`),
    ],
    ["a verb twice", service(`${rpc("A", 'get: "/v1/{name}:go"')}${rpc("B", 'get: "/v1/{name=*}:go"')}`)],
  ])("%s", (_, path) => {
    expect(refusal(path)).toContain(`matches the same requests as ${path}:15: S.`);
  });
});

test.each(
  (
    [
      ['get: "v1"', "leading slash"],
      ['get: "/v1/"', '"/" can\'t follow a segment'],
      ['get: "/v1//a"', '"" is not a segment'],
      ['get: "/v1/{name"', "no } after"],
      ['get: "/v1/{na-me}"', '"{na-me}" does not name a field'],
      ['get: "/v1/{name=}"', '"" is not a segment'],
      ['get: "/v1/{name=**}/**"', "** can appear only once"],
      ['get: "/v1/{name}/{name}"', "variable name appears twice"],
      ['get: "/v1/a*"', '"a*" is not a segment'],
      ['get: "/v1/%zz"', '"%zz" is not a segment'],
      ['get: "/v1/{name}:a:b"', '":a:b" can\'t follow'],
      ["", "no method"],
      ['custom: {kind: "A B" path: "/v1"}', "no method"],
      ['get: "/v1/{colour}"', '{colour} in "/v1/{colour}" is not a field of'],
      ['get: "/v1/{name.inner}"', "is not a field of"],
      ['get: "/v1/{tags}"', "is repeated, and a path has one value"],
      ['get: "/v1/{labels}"', "is repeated, and a path has one value"],
      ['get: "/v1/{inner}"', "is a message, f"],
      ['get: "/v1/{object}"', "is a message, google.protobuf.Struct"],
      ['get: "/v1" body: "*"', "GET /v1 has a body"],
      ['post: "/v1" body: "colour"', 'body "colour" is not a field of'],
      ['post: "/v1" body: "inner.name"', 'body "inner.name" is not a field of'],
      ['get: "/v1" response_body: "colour"', 'response_body "colour" is not a field of'],
    ] as const
  ).map(([rule, reason]) => [rule, reason, service(rpc("Get", rule))] as const),
)("a route with %s is refused, with file, line and reason: %s", (_, reason, path) => {
  const message = refusal(path);
  expect(message).toContain(`${path}:15: S.Get: `);
  expect(message).toContain(reason);
});

test.each(
  (
    [
      [
        "M",
        "google.protobuf.Int64Value",
        'get: "/v1" response_body: "value"',
        'response_body "value" is in google.',
      ],
      [
        "M",
        "google.protobuf.Struct",
        'get: "/v1" response_body: "fields"',
        'response_body "fields" is in google.',
      ],
      [
        "google.protobuf.Int64Value",
        "M",
        'post: "/v1" body: "value"',
        'body "value" is in google.protobuf.Int64Value',
      ],
    ] as const
  ).map(
    ([input, output, rule, reason]) =>
      [
        rule,
        reason,
        service(`rpc Get(${input}) returns (${output}) { option (google.api.http) = {${rule}}; }`),
      ] as const,
  ),
)("a field of a message that has none in JSON is refused: %s", (_, reason, path) => {
  expect(refusal(path)).toContain(`${path}:15: S.Get: ${reason}`);
});

test.each(
  [
    'get: "/"',
    'get: "/v1/{inner.inner.name}/{count}"',
    'get: "/v1/{name=a/**}/b:c"',
    'get: "/v1/a:b/c:d"',
    'custom: {kind: "*" path: "/v1"}',
    'delete: "/v1" body: "inner"',
    'post: "/v1" body: "tags" response_body: "*"',
    'get: "/v1" response_body: "count"',
  ].map((rule) => [rule, service(rpc("Get", rule))] as const),
)("a route with %s is taken", (_, path) => {
  expect(refusal(path)).toBeUndefined();
});
