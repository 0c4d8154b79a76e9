import { expect, test } from "vitest";
import { scanThrift } from "../../../generators/idl/thrift/scan-thrift.ts";

function functions(text: string) {
  return scanThrift(text).definitions.flatMap((definition) => definition.functions);
}

test("the namespace is Go's, whatever other languages have", () => {
  expect(scanThrift("namespace py a\nnamespace go b.v1\nnamespace * c").namespace).toBe("b.v1");
  expect(scanThrift("namespace * c").namespace).toBe("");
});

test("includes are found with their lines, in both kinds of quotes, and not in comments", () => {
  const text =
    'include "a.thrift" // include "b.thrift"\n\ninclude \'../c/d.thrift\'\n/* include "e.thrift" */';
  expect(scanThrift(text).includes).toEqual([
    { path: "a.thrift", line: 1 },
    { path: "../c/d.thrift", line: 3 },
  ]);
});

test("every kind of definition has its name and its line", () => {
  const text = [
    'struct A { 1: string service (a = "struct B") }',
    "typedef map<string, list<i64>> C",
    'typedef i64 (js.type = "Long") D',
    'const map<string, i32> E = { "x": 1 }',
    "enum F { G = 1 }",
    "union H { 1: i32 i } exception J {}",
    "service K extends x.L {}",
  ].join("\n");
  expect(scanThrift(text).definitions.map(({ name, line }) => `${name}:${line}`)).toEqual([
    "A:1",
    "C:2",
    "D:3",
    "E:4",
    "F:5",
    "H:6",
    "J:6",
    "K:7",
  ]);
});

test("functions are told from annotations, throws and types with annotations", () => {
  const text = `service S {
    void a(), i64 (x = "y") b(1: i32 a = 3, 2: list<map<string, i64>> c) throws (1: E e) (m = "n");
    oneway void
      c()
    map<string, S> d() throws ()
  } (k = "v")`;
  expect(functions(text).map(({ name, line }) => `${name}:${line}`)).toEqual(["a:2", "b:2", "c:4", "d:5"]);
});

test("a comment is of what follows it at once, without its markers", () => {
  const text = `// far

/**
 * Near.
 *  - kept
 */
service S {
  void a() // behind
  void b()
  # hash
  // and slashes
  void c()
  // cut off

  void d()
  /* one */ void e()
}`;
  const [service] = scanThrift(text).definitions;
  expect(service?.comment.trim()).toBe("Near.\n - kept");
  expect(functions(text).map(({ name, comment }) => [name, comment.trim()])).toEqual([
    ["a", ""],
    ["b", ""],
    ["c", "hash\nand slashes"],
    ["d", ""],
    ["e", "one"],
  ]);
});

test.each([
  "service S {",
  "service S { void",
  "service",
  "typedef",
  'include "',
  "/*",
  "service S { void a(",
  "{{{",
])("what is cut off is left to the generator: %s", (text) => {
  expect(() => scanThrift(text)).not.toThrow();
});
