import { expect, test } from "vitest";
import { ecmaPattern } from "../../../generators/openapi/schemas/ecma-pattern.ts";

test.each([
  ["^b-[0-9]+$", "^b-[0-9]+$"],
  ["^a.*$", "^a[^\\n]*$"],
  ["[.\\s]", "[.\\t\\n\\f\\r ]"],
  ["\\A(?:a|\\S)\\z", "^(?:a|[^\\t\\n\\f\\r ])$"],
  ["\\@\\-[\\-\\@]\\.\\/", "@-[\\-@]\\.\\/"],
  ["[a[b]", "[a\\[b]"],
  ["^\\p{Lu}\\d{2,}😀$", "^\\p{Lu}\\d{2,}😀$"],
  ["", ""],
])("%s of RE2 is %s", (re2, ecma) => {
  expect(ecmaPattern(re2)).toBe(ecma);
});

test.each([
  ...["(?i)a", "(?P<n>a)", "(?<n>a)", "(?s:.)", "[[:alpha:]]", "[[:^digit:]x]", "[]a[b]", "[^]a[b]", "[\\S]"],
  ...["\\pL", "\\p{Greek}", "\\x{41}", "\\Qa.b\\E", "\\a", "a{,2}", "a{", "\\_", "\\"],
])("%s has no other spelling", (re2) => {
  expect(ecmaPattern(re2)).toBeUndefined();
});
