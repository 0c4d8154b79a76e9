import { expect, test } from "vitest";
import { goComment } from "../../../generators/go/go-comment.ts";

test("paragraphs keep their lines, trimmed, one blank line between them", () => {
  expect(goComment(" Gets a shelf.\n   Returns it.\r\n\n\n\n Or not. \n")).toBe(
    "Gets a shelf.\nReturns it.\n\nOr not.",
  );
});

test.each([
  ["- one\n- two", "– one\n- two"],
  ["1. one\n2. two", "– 1. one\n2. two"],
  ["# Title\n\ntext", "– Title:\n\ntext"],
  ["[x]: https://example.com", "– [x]: https://example.com"],
  ["A Title\n\ntext", "A Title:\n\ntext"],
  ["A sentence.\n\ntext", "A sentence.\n\ntext"],
  ["tab\there\u0000", "tab here"],
  ["", ""],
])("what gofmt would lay out anew is plain text: %j", (comment, text) => {
  expect(goComment(comment)).toBe(text);
});
