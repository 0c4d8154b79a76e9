import { expect, test } from "vitest";
import { bufConfig } from "../../../generators/codegen/proto/buf-config.ts";
import { bufPlugins } from "../../../generators/codegen/proto/buf-plugin.ts";

const mapping = ["Ma/v1/a.proto=example.com/m/gen/a/v1;av1"];
const plugin = { suffix: ".pb.go", options: [], excludes: [] };
const plugins = bufPlugins([
  { package: "github.com/bufbuild/buf/cmd/buf", module: "tools", plugin: null },
  {
    package: "example.com/protoc-gen-edge",
    module: "tools",
    plugin: { suffix: ".edge.go", options: ["unbound=true"], excludes: ["google.api.http"] },
  },
  { package: "example.com/protoc-gen-message", module: "service", plugin },
  { package: "example.com/protoc-gen-message", module: "service", plugin },
]);

function config(given: Partial<Parameters<typeof bufConfig>[0]> = {}): Readonly<Record<string, string>> {
  const files = bufConfig({ plugins, mapping, exceptions: [], vendored: false, ...given });
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

test("the plugins are the tools that buf can run, each once", () => {
  expect(plugins.map(({ name }) => name)).toEqual(["protoc-gen-edge", "protoc-gen-message"]);
});

test("buf.gen.yaml runs the plugins from the modules that pin them", () => {
  expect(config()["buf.gen.yaml"]).toContain(`plugins:
  - local: [go, tool, -modfile=tools/go.mod, protoc-gen-edge]
    exclude_types:
      - google.api.http
    out: gen
    opt:
      - paths=source_relative
      - unbound=true
      - Ma/v1/a.proto=example.com/m/gen/a/v1;av1
  - local: [go, tool, protoc-gen-message]
    out: gen
    opt:
      - paths=source_relative
      - Ma/v1/a.proto=example.com/m/gen/a/v1;av1
`);
});

test("an API without vendored imports has one module and no exceptions", () => {
  expect(config()["buf.yaml"]).toBe(`version: v2
modules:
  - path: api
lint:
  use:
    - STANDARD
breaking:
  use:
    - FILE
`);
});

test("vendored protos are a module that is not checked", () => {
  const yaml = config({ vendored: true })["buf.yaml"];
  expect(yaml).toContain("  - path: api\n  - path: third_party\n");
  expect(yaml?.match(/ {2}ignore:\n {4}- third_party\n/g)).toHaveLength(2);
});

test("what is broken already is excepted by rule and file", () => {
  const exceptions = [{ rule: "SERVICE_SUFFIX", files: ["api/a/v1/a.proto", "api/b.proto"] }];
  expect(config({ exceptions })["buf.yaml"]).toContain(
    "  ignore_only:\n    SERVICE_SUFFIX:\n      - api/a/v1/a.proto\n      - api/b.proto\n",
  );
});
