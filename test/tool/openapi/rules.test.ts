import { beforeAll, describe, expect, test } from "vitest";
import { at, nodeOf, validatorOf } from "../../support/openapi.ts";
import { type Described, describeIdl } from "./fixture.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/ruled.v1.${name}` });

/** That it is true of what the service does is in test/service/openapi-rules.test.ts. */
describe("the rules of buf.validate", () => {
  let ruled: Described;
  beforeAll(async () => {
    ruled = await describeIdl("ruled");
  });
  const schema = (name: string) => nodeOf(at(ruled.root, "components", "schemas", `ruled.v1.${name}`));
  const field = (name: string) => at(schema(name), "properties", "a");
  const rules = (...list: readonly string[]) => `Rules:\n\n${list.map((rule) => `- ${rule}`).join("\n")}`;

  test("leave the document valid", () => {
    expect(ruled.problems).toEqual([]);
  });

  test.each([
    ["StringLengths-checked", { type: "string", minLength: 2, maxLength: 3 }],
    ["StringLen", { type: "string", minLength: 2, maxLength: 2 }],
    ["StringIn", { type: "string", enum: ["ab", "abc"] }],
    ["StringAffixes", { type: "string", pattern: "^a", allOf: [{ pattern: "c$" }, { pattern: "b" }] }],
    ["StringEmail", { type: "string", minLength: 1, format: "email" }],
    ["StringUriRef", { type: "string", format: "uri-reference" }],
    ["StringRequired", { type: "string", minLength: 1 }],
    ["StringWrapped", { type: ["string", "null"], minLength: 2 }],
    ["StringWrappedIn", { anyOf: [{ type: "string", enum: ["ab"] }, { type: "null" }] }],
    ["StringIgnoreZero", { type: "string", anyOf: [{ const: "" }, { minLength: 2 }] }],
    ["StringIgnoreAlways", { type: "string" }],
    ["Int32Gte", { type: "integer", format: "int32", minimum: 2, exclusiveMaximum: 5 }],
    ["Uint32Gte", { type: "integer", format: "uint32", minimum: 2, exclusiveMaximum: 5 }],
    [
      "Int32Outside",
      { type: "integer", format: "int32", anyOf: [{ exclusiveMinimum: 5 }, { exclusiveMaximum: 2 }] },
    ],
    ["Int32IgnoreZero", { type: "integer", format: "int32", anyOf: [{ const: 0 }, { exclusiveMinimum: 2 }] }],
    ["FloatPoint", { type: "number", format: "float", minimum: 0.1, maximum: 2.5 }],
    ["Int64In", { type: "string", format: "int64", enum: ["1", "3"] }],
    ["BoolRequired", { type: "boolean", const: true }],
    ["EnumIn", { ...ref("Shade"), enum: ["SHADE_DARK", "SHADE_LIGHT"] }],
    ["EnumDefined", ref("Shade")],
    ["ListItems", { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2 }],
    ["ListUnique", { type: "array", items: { type: "string" }, uniqueItems: true }],
    ["ListOfLong", { type: "array", items: { type: "string", minLength: 2 } }],
    [
      "MapKeys",
      { type: "object", additionalProperties: { type: "string" }, propertyNames: { minLength: 2 } },
    ],
    [
      "MapPairs",
      { type: "object", additionalProperties: { type: "string" }, minProperties: 1, maxProperties: 2 },
    ],
  ])("are keywords where JSON Schema has them: %s", (name, expected) => {
    expect(field(name)).toEqual(expected);
  });

  test.each([
    ["StringBytes", rules("`string.min_bytes`: `3`", "`string.max_bytes`: `6`")],
    ["StringPatternWithFlags", rules("`string.pattern`: `(?i)^ABC$`")],
    ["StringPredefined", rules("`string.(ruled.v1.shortest)`: `2`")],
    ["StringCel", rules("`string.at`: must have an @")],
    ["Int64Gt", rules("`int64.gt`: `2`")],
    ["TimeBefore", rules("`timestamp.lt_now`: `true`")],
    ["BytesLen", rules("`bytes.len`: `3`")],
    ["MapKeysAbove", rules("Each key: `int64.gt`: `2`")],
  ])("are words where it has none, or not enough: %s", (name, expected) => {
    expect(nodeOf(field(name)).description).toBe(expected);
  });

  test("of a whole message are in its description, or say which fields go together", () => {
    expect(schema("MessageCel").description).toBe(rules("`message.order`: a must not be above b"));
    const validate = validatorOf(ruled.root, ref("OneofRequired"));
    expect(validate({ a: "ab" })).toBe("");
    expect(validate({})).not.toBe("");
    expect(validate({ a: "ab", b: { a: "ab" } })).not.toBe("");
  });

  test.each([
    ["a rule that the absent value breaks", "StringLen", ["a"]],
    ["required", "TimeRequired", ["a"]],
    ["a rule that the absent value keeps", "StringMaxLen", undefined],
    ["a rule for a field that knows whether it is set", "StringOptional", undefined],
    ["a rule that ignores the zero value", "StringIgnoreZero", undefined],
  ])("decide what must be there: %s", (_, name, required) => {
    expect(schema(name).required).toEqual(required);
  });

  test("hold for what is received, and not for what is answered or ignored", () => {
    expect(at(schema("Shared"), "properties", "thing")).toEqual({ anyOf: [ref("Thing"), { type: "null" }] });
    expect(at(schema("Thing"), "properties", "title")).toEqual({
      type: "string",
      description: "Title is what it is called.",
    });
    expect(schema("Thing-checked").description).toBe(rules("`this.title != 'no'`"));
    expect(at(schema("Thing-checked"), "properties", "title")).toEqual({
      type: "string",
      minLength: 1,
      maxLength: 9,
      description: `Title is what it is called.\n\n${rules("`string.max_bytes`: `9`")}`,
    });
    expect(field("MessageIgnored")).toEqual({ anyOf: [ref("StringLengths"), { type: "null" }] });
    expect(field("MessageRequired")).toEqual(ref("StringLengths-checked"));
    expect(Object.keys(nodeOf(at(ruled.root, "components", "schemas")))).not.toContain(
      "ruled.v1.Plain-checked",
    );
  });
});
