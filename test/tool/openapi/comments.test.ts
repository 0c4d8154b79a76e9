import { beforeAll, describe, expect, test } from "vitest";
import { at } from "../../support/openapi.ts";
import { type Described, describeIdl } from "./fixture.ts";

describe("comments and names that mean something in YAML", () => {
  let comments: Described;
  beforeAll(async () => {
    comments = await describeIdl("openapi/comments.proto", { openapi: "null" });
  });
  const field = (name: string) =>
    at(comments.root, "components", "schemas", "yes", "properties", name, "description");

  test("leave a valid document", () => {
    expect(comments.problems).toEqual([]);
    expect(at(comments.root, "info")).toEqual({ title: "null", version: "0" });
    expect(at(comments.root, "tags")).toEqual([{ name: "On", description: "off" }]);
  });

  test("are the summary up to the first full stop, and the description as a whole", () => {
    expect(at(comments.root, "paths", "/on/null", "post")).toMatchObject({
      operationId: "On_null",
      summary: "Reads",
      description: "Reads.  Then says: more # not a comment",
    });
  });

  test("are cut behind a sentence, not behind an abbreviation", () => {
    expect(at(comments.root, "paths", "/on/true", "post")).toMatchObject({
      summary: "Lists some, e.g. the first",
    });
  });

  test("stay Markdown, line by line", () => {
    expect(at(comments.root, "components", "schemas", "yes", "description")).toBe(
      `- a list with \`ticks\`, {braces} and {{more}}
  and é, 日本語, 🙂

    code := "indented"
# A heading: with a colon
*\\/ is no end, nor is \\ or "quotes"`,
    );
  });

  test.each([
    ["no", "true"],
    ["colon", "trailing:"],
    ["number", "1.0"],
    ["date", "2024-01-01"],
    ["tab", "tab\nand none"],
    ["quiet", undefined],
    ["tilde", "~"],
    ["dash", "- dash"],
    ["at", "@at"],
    ["separators", "next\u0085line\u2028here"],
  ])("are kept as text: %s", (name, text) => {
    expect(field(name)).toBe(text);
  });
});
