import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../generators/error.ts";
import { factNames } from "../../../generators/layers/manifest.ts";
import { parseManifest } from "../../../generators/layers/parse-manifest.ts";

const least = { id: "store/x", title: "X", description: "X." };
const full = {
  ...least,
  offers: { option: "framework", choice: "x" },
  protocols: [
    {
      name: "http",
      idl: ["proto"],
      ports: [{ name: "http", speaks: ["http"] }],
      kinds: ["unary"],
      layers: [],
      unsupported: [{ line: "tls", reason: "it has none", instead: "a sidecar terminates it" }],
    },
  ],
  when: { source: "sample", ports: ["http", "grpc"] },
  needs: ["service"],
  conflicts: ["store/y"],
  tools: [
    {
      package: "example.com/protoc-gen-x",
      module: "tools",
      plugin: { suffix: ".x.go", options: ["a=b"], excludes: ["google.api.http"] },
    },
  ],
  require: ["example.com/audit v1.2.0", "example.com/b v0.0.0-20260101000000-0123456789ab // indirect"],
  sum: ["example.com/audit v1.2.0/go.mod h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
  executable: ["scripts/run.sh"],
  fate: { default: "managed", made: ["**/*.gen.go"], managed: [], seeded: ["internal/rpc/**"] },
};

const wrong: Readonly<Record<string, object>> = {
  title: { ...least, title: 3 },
  description: { id: "store/x", title: "X" },
  "unknown key": { ...least, colour: "red" },
  "offers.option": { ...least, offers: { option: "colour", choice: "red" } },
  protocols: { ...least, offers: { option: "framework", choice: "x" } },
  "protocols.0.ports.0": { ...full, protocols: [{ ...full.protocols[0], ports: ["http"] }] },
  "protocols.0.ports.0.name": {
    ...full,
    protocols: [{ ...full.protocols[0], ports: [{ name: "udp", speaks: ["http"] }] }],
  },
  "protocols.0.ports.0.speaks": {
    ...full,
    protocols: [{ ...full.protocols[0], ports: [{ name: "http", speaks: [] }] }],
  },
  "protocols.0.unsupported.0.line": {
    ...full,
    protocols: [{ ...full.protocols[0], unsupported: [{ line: "speed", reason: "a", instead: "b" }] }],
  },
  "protocols.0.unsupported.0.instead": {
    ...full,
    protocols: [{ ...full.protocols[0], unsupported: [{ line: "tls", reason: "a" }] }],
  },
  "protocols.0.idl": { ...full, protocols: [{ ...full.protocols[0], idl: [] }] },
  "when.colour": { ...least, when: { colour: "red" } },
  "when.store.0": { ...least, when: { store: [""] } },
  needs: { ...least, needs: "service" },
  "tools.0.module": { ...least, tools: [{ package: "a", module: "main" }] },
  "require.0": { ...least, require: ["example.com/a latest"] },
  "sum.0": { ...least, sum: ["example.com/a v1.0.0"] },
  "fate.default": { ...least, fate: { seeded: ["a"] } },
  "fate.merged": { ...least, fate: { default: "managed", merged: ["go.mod"] } },
  ...Object.fromEntries(
    ["/a", "../a", "a/./b", "a//b", "a?", "{a,b}", "[ab]", "!a", "a\\b", "a/", "**.go", ""].map((pattern) => [
      `fate.seeded.0 ${pattern}`,
      { ...least, fate: { default: "managed", seeded: [pattern] } },
    ]),
  ),
  "executable.1": { ...least, executable: ["a", 1] },
};

const parse = (json: object) => parseManifest(JSON.stringify(json), { id: "store/x", file: "layer.json" });
const schema: unknown = JSON.parse(
  readFileSync(new URL("../../../schemas/layer.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020().compile(Object(schema));

describe("layer.json", () => {
  test("has empty values for the keys that are left out", () => {
    expect(parse(least)).toEqual({
      ...least,
      offers: null,
      protocols: [],
      when: {},
      needs: [],
      conflicts: [],
      tools: [],
      require: [],
      sum: [],
      executable: [],
      fate: { default: "managed", made: [], managed: [], seeded: [] },
    });
  });

  test.each(factNames)("may ask for the fact %s, says the schema too", (name) => {
    const json = { ...least, when: { [name]: ["x"] } };
    expect(parse(json).when).toEqual({ [name]: ["x"] });
    expect(validate(json)).toBe(true);
  });

  test("keeps every key that is given, and takes one value of a fact for a list of it", () => {
    expect(parse(full)).toEqual({ ...full, when: { source: ["sample"], ports: ["http", "grpc"] } });
  });

  test("is refused when its id is not the folder's", () => {
    expect(() => parse({ ...least, id: "store/z" })).toThrow('id is "store/z", but the folder is "store/x"');
  });

  test("is refused with the file's name when it is not JSON", () => {
    expect(() => parseManifest("{", { id: "a", file: "t/layer.json" })).toThrow(
      /^t\/layer\.json is not JSON/,
    );
  });

  test.each(Object.entries(wrong))("is refused, naming the key: %s", (key, json) => {
    expect(() => parse(json)).toThrow(UserError);
    expect(() => parse(json)).toThrow(key.split(" ")[0]);
  });

  test("is judged by the published schema as by the parser", () => {
    for (const json of [least, full]) expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    for (const [key, json] of Object.entries(wrong)) expect(validate(json), key).toBe(false);
  });
});
