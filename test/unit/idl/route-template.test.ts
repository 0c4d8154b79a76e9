import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../../generators/idl/http/route-template.ts";

describe("a path template", () => {
  test.each([
    ["/v1", ["v1"], [], ""],
    ["/v1/{id}", ["v1", "*"], [["id", 1, 2]], ""],
    ["/v1/{a.b=x/*/**}:go", ["v1", "x", "*", "**"], [["a.b", 1, 4]], "go"],
    ["/*/{id=**}", ["*", "**"], [["id", 1, 2]], ""],
    [
      "/v1/{a}/{b}",
      ["v1", "*", "*"],
      [
        ["a", 1, 2],
        ["b", 2, 3],
      ],
      "",
    ],
    ["/v1:go", ["v1"], [], "go"],
    ["/v1:a/b", ["v1:a", "b"], [], ""],
  ] as const)("has segments, variables and a verb: %s", (text, segments, variables, verb) => {
    expect(parseTemplate(text)).toEqual({
      segments,
      variables: variables.map(([field, from, to]) => ({ field, from, to })),
      verb,
    });
  });

  test.each([
    ...["", "v1", "/v1/", "//v1", "/v1/{", "/v1/{}", "/v1/{=a}", "/v1/{a=}", "/v1/{a=b//c}", "/v1/{a={b}}"],
    ...["/v1:", "/v1/{a}b", "/v1/b{a}", "/v1/}", "/v1/{a=**}/**"],
  ])("is refused when the service would refuse it: %j", (text) => {
    expect(parseTemplate(text)).toEqual(expect.any(String));
  });
});
