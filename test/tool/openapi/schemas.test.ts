import { beforeAll, describe, expect, test } from "vitest";
import { at, nodeOf, validatorOf } from "../../support/openapi.ts";
import { type Described, describeIdl } from "./fixture.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const orNull = (schema: unknown) => ({ anyOf: [schema, { type: "null" }] });

describe("the schema of proto3 messages", () => {
  let kinds: Described;
  beforeAll(async () => {
    kinds = await describeIdl("openapi/kinds.proto");
  });
  const schema = (name: string) => nodeOf(at(kinds.root, "components", "schemas", `kinds.v1.${name}`));
  const field = (name: string) => at(schema("Everything"), "properties", name);

  test("is valid", () => {
    expect(kinds.problems).toEqual([]);
  });

  const int32 = { type: "integer", format: "int32" };
  const uint32 = { type: "integer", format: "uint32", minimum: 0 };
  const int64 = { type: "string", format: "int64" };
  const uint64 = { type: "string", format: "uint64" };
  test.each([
    ["flag", { type: "boolean" }],
    ["text", { type: "string" }],
    ["data", { type: "string", contentEncoding: "base64" }],
    ["i32", int32],
    ["s32", int32],
    ["sf32", int32],
    ["u32", uint32],
    ["f32", uint32],
    ["id", int64],
    ["s64", int64],
    ["sf64", int64],
    ["u64", uint64],
    ["f64", uint64],
    ["single", { type: "number", format: "float" }],
    ["twice", { type: "number", format: "double" }],
    ["maybe", { type: "string" }],
    ["shade", ref("kinds.v1.Shade")],
    ["words", { type: "array", items: { type: "string" } }],
    ["shades", { type: "array", items: ref("kinds.v1.Shade") }],
    ["leaves", { type: "array", items: ref("kinds.v1.Leaf") }],
    ["counts", { type: "object", additionalProperties: int64 }],
    ["leafByNumber", { type: "object", additionalProperties: ref("kinds.v1.Leaf") }],
    ["leaf", orNull(ref("kinds.v1.Leaf"))],
    ["self", orNull(ref("kinds.v1.Everything"))],
    ["right", ref("kinds.v1.Leaf")],
    ["@other name", { type: "string" }],
    ["old", { type: "string", deprecated: true }],
    ["any", { type: ["object", "null"], properties: { "@type": expect.anything() } }],
    ["duration", { type: ["string", "null"], pattern: expect.any(String), description: expect.any(String) }],
    ["mask", { type: ["string", "null"], description: expect.any(String) }],
    ["struct", { type: ["object", "null"] }],
    ["value", {}],
    ["list", { type: ["array", "null"], items: {} }],
    ["nothing", { type: "null" }],
    ["time", { type: ["string", "null"], format: "date-time" }],
    ["times", { type: "array", items: { type: "string", format: "date-time" } }],
    ["empty", { type: ["object", "null"] }],
    ["wrappedText", { type: ["string", "null"] }],
    ["wrappedLong", { type: ["string", "null"], format: "int64" }],
    ["wrappedFlag", { type: ["boolean", "null"] }],
    ["wrappedData", { type: ["string", "null"], contentEncoding: "base64" }],
    ["wrappedDouble", { type: ["number", "null"], format: "double" }],
    ["wrappedU32", { type: ["integer", "null"], format: "uint32", minimum: 0 }],
  ])("follows proto3 JSON for %s", (name, expected) => {
    expect(field(name)).toEqual(expected);
  });

  test("has a property for each field and no other", () => {
    expect(Object.keys(nodeOf(schema("Everything").properties))).toHaveLength(45);
  });

  test("names the values of an enum, and tells their comments", () => {
    expect(schema("Shade")).toEqual({
      type: "string",
      description: "Shade is a colour's brightness.\n\n- `SHADE_DARK`: As night.\n- `SHADE_LIGHT`: As day.",
      enum: ["SHADE_UNSPECIFIED", "SHADE_DARK", "SHADE_LIGHT"],
    });
  });

  test("takes one field of a oneof, and not two", () => {
    const validate = validatorOf(kinds.root, ref("kinds.v1.Everything"));
    expect(validate({ id: "1", left: "a" })).toBe("");
    expect(validate({ right: {} })).toBe("");
    expect(validate({ left: "a", right: {} })).toContain("right");
    expect(validate({ right: {}, middle: 1 })).toContain("middle");
    expect(validate({ left: "a", middle: 1 })).toContain("middle");
  });

  test("takes what the service answers when nothing is set, and no other types", () => {
    const validate = validatorOf(kinds.root, ref("kinds.v1.Everything"));
    expect(
      validate({ id: "0", flag: false, words: [], counts: {}, leaf: null, self: null, time: null }),
    ).toBe("");
    expect(validate({ id: 1 })).toContain("id");
    expect(validate({ self: { self: { flag: "yes" } } })).toContain("flag");
    expect(validate({ duration: "1.5s" })).toBe("");
    expect(validate({ duration: "PT1S" })).toContain("duration");
  });

  test("follows google.api.field_behavior", () => {
    expect(schema("Behaviour")).toEqual({
      type: "object",
      properties: {
        needed: { type: "string" },
        given: { type: "string", readOnly: true },
        secret: { type: "string", writeOnly: true },
        leaf: ref("kinds.v1.Leaf"),
      },
      required: ["needed", "secret", "leaf"],
    });
  });

  test("is there for what is reachable alone", () => {
    expect(Object.keys(nodeOf(at(kinds.root, "components", "schemas")))).toEqual([
      "google.rpc.Status",
      "kinds.v1.Behaviour",
      "kinds.v1.Branch",
      "kinds.v1.Everything",
      "kinds.v1.Leaf",
      "kinds.v1.Shade",
    ]);
  });
});

describe("the schema of proto2 messages", () => {
  test("requires what is required, nulls what is unset, and takes groups for messages", async () => {
    const { root, problems } = await describeIdl("openapi/legacy.proto");
    expect(problems).toEqual([]);
    expect(at(root, "info", "version")).toBe("0");
    expect(at(root, "components", "schemas", "legacy.Old")).toEqual({
      type: "object",
      properties: {
        needed: { type: "string" },
        text: { type: ["string", "null"] },
        mood: orNull(ref("legacy.Mood")),
        result: orNull(ref("legacy.Old.Result")),
        numbers: { type: "array", items: { type: "integer", format: "int32" } },
      },
      required: ["needed"],
    });
  });
});

describe("the schema of messages of an edition", () => {
  test("follows the features of fields", async () => {
    const { root, problems } = await describeIdl("openapi/editions.proto");
    expect(problems).toEqual([]);
    expect(at(root, "info", "version")).toBe("v2beta1");
    expect(at(root, "components", "schemas", "editions.v2beta1.New")).toEqual({
      type: "object",
      properties: {
        explicit: { type: ["string", "null"] },
        implicit: { type: "string" },
        needed: { type: "string" },
        delimited: orNull(ref("editions.v2beta1.New")),
      },
      required: ["needed"],
    });
  });
});
