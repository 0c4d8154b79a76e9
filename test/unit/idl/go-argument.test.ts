import { expect, test } from "vitest";
import { argumentNames } from "../../../generators/go/argument-names.ts";

test.each([
  [
    ["_type", "err_", "s", "itemId"],
    ["typeArg", "errArg", "sArg", "itemId"],
  ],
  [
    ["ctx_", "context", "fault", "nil", "string"],
    ["ctxArg", "contextArg", "faultArg", "nilArg", "stringArg"],
  ],
  [
    ["type_", "_type", "typeArg"],
    ["typeArg", "typeArg2", "typeArg3"],
  ],
  [
    ["_", "__"],
    ["arg", "arg2"],
  ],
])("%j are %j: no keyword, nothing that a stub calls otherwise, no name twice", (names, expected) => {
  expect(argumentNames(names)).toEqual(expected);
});
