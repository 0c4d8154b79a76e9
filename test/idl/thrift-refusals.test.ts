import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ThriftRequest } from "../../generators/codegen/thrift/load-thrift.ts";
import { UserError } from "../../generators/error.ts";
import { root } from "../../scripts/toolchain.mjs";
import { gomicro } from "../support/emit.ts";
import { fixtures, load, pair } from "./thrift-folder.ts";

const doesNotCompile = "Kitex generates Go code that does not compile";

type Refused = readonly [path: string, message: string, hint?: string];

/** File or folder, the message after `refused/`, the hint. */
const refusals: readonly Refused[] = [
  ["syntax.thrift", 'syntax.thrift:6:1: syntax error at "}"'],
  ["cut-off.thrift", "cut-off.thrift:3:1: syntax error"],
  [
    "missing-include.thrift",
    'missing-include.thrift:3 includes "nowhere/money.thrift", which is not found',
    "name the folder that the include is relative to with --proto-path",
  ],
  [
    "unknown-type.thrift",
    'unknown-type.thrift:3: resolve argument "id" of "get" of "Calls": undefined type: "Nowhere"',
  ],
  [
    "unknown-field-type.thrift",
    'unknown-field-type.thrift:1: resolve field "place" of "Item": undefined type: "Nowhere"',
  ],
  ["unknown-base.thrift", 'unknown-base.thrift:1: base service "Nowhere" not found for "Calls"'],
  ["two-types.thrift", "two-types.thrift:3: duplicated names in global scope: Item"],
  ["two-methods.thrift", 'two-methods.thrift:4: duplicated function name in "Calls": "put"'],
  ["oneway.thrift", "oneway.thrift:2: Calls.get: oneway function must be void type"],
  [
    "streams.thrift",
    "streams.thrift:5: Chat.talk streams something that is no struct, and Kitex sends nothing else in streams",
    "wrap it in a struct",
  ],
  [
    "names",
    "names/shop.thrift:5: Kitex generates Go code that does not compile: gen/acme/shop/v1/shop/shop.go:9: v1 redeclared in this block",
    "Kitex imports two packages by one name: give one `namespace go` another last part",
  ],
  [
    "mode.thrift",
    "mode.thrift:4: Chat.talk: invalid value (sometimes) for annotation streaming.mode",
    'the modes are "unary", "server", "client" and "bidirectional"',
  ],
  [
    "default.thrift",
    "default.thrift:3: Calls.get: the default of argument size is the constant SIZE, which thriftgo looks up for fields alone",
    "write its value instead",
  ],
  [
    "map-key.thrift",
    "map-key.thrift:3: Grid has a map with a list for a key, and Go has no such maps",
    "make the key a string, a number or a struct, or the map a list of structs",
  ],
  [
    "map-key-argument.thrift",
    "map-key-argument.thrift:3: get has a map with a set for a key, and Go has no such maps",
  ],
  [
    "throws.thrift",
    "throws.thrift:4: Calls.get throws lost, and Lost is no exception",
    "throw what is declared as an `exception`",
  ],
  [
    "octal.thrift",
    "octal.thrift:3: thriftgo can't read the number 098: invalid syntax",
    "write it without the leading 0, which makes it octal",
  ],
  ["huge.thrift", "huge.thrift:1: thriftgo can't read the number 9223372036854775808: value out of range"],
  ["unknown-value.thrift", 'unknown-value.thrift:8: undefined value: "Nowhere"'],
  [
    "vetted.thrift",
    "vetted.thrift:3: Calls.gobEncode would be the method GobEncode in Go, which go vet takes for the standard library's",
    "rename it",
  ],
  [
    "underscore.thrift",
    "underscore.thrift:2: Calls._put begins with an underscore, and Kitex leaves such methods out",
    "rename it",
  ],
  [
    "folder.thrift",
    'folder.thrift:1: its Go would be in gen/acme/internal, and Go has a meaning of its own for the folder "internal"',
    "give it a `namespace go` that can be one",
  ],
  [
    "keyword.thrift",
    'keyword.thrift:1: its Go would be in gen/acme/type, and no Go package that can be imported is called "type"',
  ],
  [
    "no-package.thrift",
    'no-package.thrift: its Go would be in gen/no-package, and no Go package that can be imported is called "no-package"',
  ],
  ["circle", "circle/a.thrift: files include each other in a circle: a.thrift -> b.thrift -> a.thrift"],
  [
    "packages",
    "packages/a1.thrift: Go packages can't import each other in a circle, as gen/acme/one, gen/acme/two, gen/acme/one do",
    "give these files one `namespace go`, or move what both need to a third",
  ],
  [
    "same",
    "same/b/types.thrift: this file and a/types.thrift would both be gen/acme/same/types.go",
    "give each a `namespace go` of its own, or another file name",
  ],
  [
    "twice",
    "twice/b.thrift:3: service Calls is in a.thrift too, and Kitex knows services by their name alone",
    "rename one of them",
  ],
  ["disjoint", "disjoint/all.thrift:1: one server can't have both of A.x and B.x, C.y and D.y"],
];

/** The same of published files, which Apache Thrift takes: as `thriftrw/test` names them. */
const published: readonly Refused[] = [
  ["thrift/AnnotationTest.thrift", 'thrift/AnnotationTest.thrift:31:27: syntax error at ","'],
  ["thrift/Recursive.thrift", 'thrift/Recursive.thrift:26:14: syntax error at "& nextitem"'],
  ["thrift/SmallTest.thrift", 'thrift/SmallTest.thrift:27:1: syntax error at "senum Thinger {"'],
  [
    "thrift/ConstantsDemo.thrift",
    "thrift/ConstantsDemo.thrift:54: thriftgo can't read the number 098325: invalid syntax",
  ],
  [
    "thrift/DebugProtoTest.thrift",
    "thrift/DebugProtoTest.thrift:101: CompactProtoTestStruct has a map with a list for a key, and Go has no such maps",
  ],
  [
    "thrift/ThriftTest.thrift",
    "thrift/ThriftTest.thrift:109: CrazyNesting has a map with a set for a key, and Go has no such maps",
  ],
  ["service.thrift", "service.thrift:14: Foo.foo throws fail, and string is no exception"],
];

async function refusal(path: string, order: Partial<ThriftRequest> = {}): Promise<UserError> {
  const error: unknown = await load([path], order).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`no refusal: ${error}`);
  expect(error.status).toBe(1);
  expect(`${error.message}${error.hint ?? ""}`).not.toContain("\n");
  return error;
}

const refused = refusals.map(([path, message, hint]) => ({ path, message, hint }));
it.each(refused)("$path is refused with its place and the reason", async ({ path, message, hint }) => {
  const error = await refusal(`refused/${path}`);
  expect(error.message).toBe(`refused/${message}`);
  if (hint !== undefined) expect(error.hint).toBe(hint);
});

it.each(published.map(([path, message]) => ({ path, message })))(
  "$path of Apache Thrift's tests is refused with its place and the reason",
  async ({ path, message }) => {
    const cwd = join(root, "node_modules", "thriftrw", "test");
    expect((await refusal(path, { cwd })).message).toBe(message);
  },
);

it("an IDL without a service is refused", async () => {
  const error = await refusal("refused/no-service.thrift");
  expect(error.message).toBe("the IDL has no service: there is none in refused/no-service.thrift");
});

it.each([
  ["argument.thrift", "argument.thrift:5", "client.NewCtxWithCallOptions undefined"],
  ["argument-nil.thrift", "argument-nil.thrift:4", "invalid operation: err != nil"],
  ["inherited.thrift", "inherited.thrift:7", "getItemHandler redeclared"],
  ["redeclared", "redeclared/b.thrift:2", "Item redeclared in this block"],
])("%s, for which Kitex writes code that does not compile, is refused", async (path, place, reason) => {
  const { message } = await refusal(`refused/${path}`);
  expect(message).toContain(`refused/${place}: ${doesNotCompile}: gen/`);
  expect(message).toContain(reason);
});

it("nothing is written when an IDL is refused, and the exit status is 1", () => {
  const work = mkdtempSync(join(tmpdir(), "gomicro-thrift-"));
  try {
    const folder = join(work, "shop");
    const flags = [...pair.flags, "--idl", join(fixtures, "refused", "streams.thrift"), "--yes"];
    const { status, stderr } = gomicro(["new", folder, ...flags]);
    expect(status).toBe(1);
    expect(stderr).toContain("streams.thrift:5: Chat.talk");
    expect(existsSync(folder)).toBe(false);
  } finally {
    rmSync(work, { recursive: true });
  }
});
