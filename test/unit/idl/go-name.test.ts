import { expect, test } from "vitest";
import { goCamelCase } from "../../../generators/go/go-camel-case.ts";

// What google.golang.org/protobuf/internal/strs.GoCamelCase makes of them.
test.each([
  ["", ""],
  ["one", "One"],
  ["one_two", "OneTwo"],
  ["_my_field_name_2", "XMyFieldName_2"],
  ["Something_Capped", "Something_Capped"],
  ["my_Name", "My_Name"],
  ["OneTwo", "OneTwo"],
  ["_", "X"],
  ["_a_", "XA_"],
  ["one.two", "OneTwo"],
  ["one.Two", "One_Two"],
  ["one_two.three_four", "OneTwoThreeFour"],
  ["one_two.Three_four", "OneTwo_ThreeFour"],
  ["_one._two", "XOne_XTwo"],
  ["SCREAMING_SNAKE_CASE", "SCREAMING_SNAKE_CASE"],
  ["double__underscore", "Double_Underscore"],
  ["camelCase", "CamelCase"],
  ["go2proto", "Go2Proto"],
  ["世界", "世界"],
  ["x世界", "X世界"],
  ["foo_bar世界", "FooBar世界"],
])("%j is %j in Go, as protogen has it", (name, goName) => {
  expect(goCamelCase(name)).toBe(goName);
});
