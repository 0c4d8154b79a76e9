import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { printYaml } from "../../../generators/openapi/yaml.ts";

const texts = [
  ...[
    "",
    " ",
    "on",
    "Off",
    "YES",
    "n",
    "null",
    "~",
    "true",
    "1.0",
    "0x1f",
    "1e3",
    "12:30:00",
    "2024-01-01",
    ".inf",
  ],
  ...[
    "<<",
    "=",
    "-",
    "- a",
    "? a",
    "a: b",
    "a:",
    ":a",
    "a #b",
    "#a",
    "@a",
    "`a`",
    "%a",
    "!a",
    "&a",
    "*a",
    "|",
    ">",
  ],
  ...[
    "{a}",
    "[a]",
    "{{a}}",
    "a, b",
    "'a'",
    '"a"',
    "a\\nb",
    " a",
    "a ",
    "\ta",
    "a\tb",
    "*/",
    "it's",
    "/v1/{a}:b",
  ],
  ...[
    "a\nb",
    "a\n\nb",
    "a\n  b\n",
    "\na",
    "  a\nb",
    "a\n\tb",
    "a\r\nb",
    "a\nb # c: d",
    "- a\n- b",
    "---\na",
    "a\n...",
  ],
  ...["é", "日本語", "🙂", "a\nb 🙂", "\u0000", "\u007f", "\u0085", "\u2028", "\ufeff", "\ud800", "a\u200db"],
];

describe.each(["1.1", "1.2"] as const)("what is printed is read again by YAML %s", (version) => {
  test.each(texts)("as a value, a key and an item: %j", (text) => {
    const value = { value: text, [text]: { [text]: [text, { [text]: text }] } };
    expect(parse(printYaml(value), { version })).toEqual(value);
  });

  test("in every shape", () => {
    const value = {
      empty: {},
      none: [],
      nothing: null,
      yes: true,
      list: [[], {}, [1, [2.5]], { a: [{ b: [] }], c: "x\ny" }, "x\ny"],
      0: -1,
    };
    expect(parse(printYaml(value), { version })).toEqual(value);
  });
});

test("what needs no quotes has none, and several lines are a block", () => {
  expect(
    printYaml({ $ref: "#/a", name: "Some words", text: "- one\n\n- two", list: [{ a: 1, b: [true] }] }),
  ).toBe(
    `$ref: "#/a"
name: Some words
text: |-
  - one

  - two
list:
  - a: 1
    b:
      - true
`,
  );
});
