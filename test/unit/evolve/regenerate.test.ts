import { describe, expect, test } from "vitest";
import { regenerate } from "../../../generators/evolve/regenerate.ts";
import { sha256 } from "../../../generators/files/sha256.ts";
import type { IdlModel, IdlService } from "../../../generators/idl/model.ts";
import type { Plan, PlannedFile } from "../../../generators/plan/plan.ts";
import { createLock, lockPath, parseLock, type ServiceLock } from "../../../generators/plan/service-lock.ts";
import { answers, method, sample, service } from "../layers/fixture.ts";
import { planOf } from "../plan/scratch.ts";

const stub = ({ goName, methods }: IdlService) => `package rpc

import (
	"context"

	itemv1 "example.com/shop/gen/item/v1"
)

// ${goName} serves.
type ${goName} struct{ deps Deps }

func new${goName}(deps Deps) *${goName} { return &${goName}{deps: deps} }
${methods
  .map(
    ({ goName: name }) => `
// ${name} serves.
func (s *${goName}) ${name}(ctx context.Context, req *itemv1.${name}Request) error {
	return nil
}
`,
  )
  .join("")}`;

const testOf = ({ fullName, goName, methods }: IdlService) => `package rpc_test

import (
	"testing"

	itemv1 "example.com/shop/gen/item/v1"
)
${methods
  .map(
    ({ goName: name }) => `
func Test${goName}_${name}(t *testing.T) {
	unimplemented(t, "/${fullName}/${name}", &itemv1.${name}Request{})
}
`,
  )
  .join("")}`;

/** What a service of these services is made of. */
function made(services: readonly IdlService[], more: Readonly<Record<string, string>> = {}) {
  const stubs = services.flatMap((one) => [
    [`internal/rpc/${one.fileName}.go`, stub(one)] as const,
    [`internal/rpc/${one.fileName}_test.go`, testOf(one)] as const,
  ]);
  return {
    "buf.gen.yaml": "plugins:\n  opt:\n    - Mitem/v1/item.proto=example.com/shop/gen/item/v1;itemv1\n",
    "gen/item/v1/item.pb.go": services.map(({ goName }) => goName).join(),
    "internal/rpc/unimplemented_test.go": "package rpc_test\n",
    "internal/transport/routes.gen.go": JSON.stringify(services.map(({ methods }) => methods.length)),
    "cmd/shop/main.go": "package main\n",
    ...Object.fromEntries(stubs),
    ...more,
  };
}

/** A plan of what `made` has: the fates are those that layers give. */
function fatedPlan(files: Readonly<Record<string, string>>): Plan {
  const fated = planOf(files).files.map((file): PlannedFile => {
    const [, name = ""] =
      /^internal\/(?:rpc|transport)\/(\w+?)(?:_wire)?(?:_test)?\.go$/.exec(file.path) ?? [];
    const service = ["items", "carts"].includes(name) ? name : null;
    return { ...file, fate: fateOf(file.path), service, layer: layerOf(file.path) };
  });
  return { files: fated };
}

function fateOf(path: string): PlannedFile["fate"] {
  if (/^(gen|third_party)\/|\.gen\.go$/.test(path)) return "made";
  if (/^(go|buf).*\.(mod|sum|yaml)$/.test(path)) return "merged";
  return path.startsWith("internal/rpc/") || path.endsWith("_wire_test.go") || path.endsWith("routes.go")
    ? "seeded"
    : "managed";
}

function layerOf(path: string): string {
  return path.endsWith("interceptors.go") ? "service" : "stubs";
}

function lockOf(files: Readonly<Record<string, string>>): ServiceLock {
  return createLock({ generator: "1.2.3", answers, partial: false, files: fatedPlan(files).files });
}

interface Case {
  readonly before: Readonly<Record<string, string>>;
  /** What the user has made of it; undefined where the file is gone. */
  readonly mine?: Readonly<Record<string, string | undefined>>;
  readonly services: readonly IdlService[];
  readonly after?: Readonly<Record<string, string>>;
}

function run({ before, mine = {}, services, after = {} }: Case) {
  const lock = lockOf(before);
  const current = new Map<string, string>();
  for (const [path, text] of Object.entries({ ...before, ...mine })) {
    if (text !== undefined && path !== "cmd/shop/main.go") current.set(path, text);
  }
  const idl: IdlModel = { ...sample, services };
  const changes = regenerate({
    plan: fatedPlan(made(services, after)),
    idl,
    lock,
    current,
    edited: [],
    exists: (path) => current.has(path),
  });
  return {
    ...changes,
    written: new Map(changes.write.map(({ path, content }) => [path, content])),
    paths: changes.write.map(({ path }) => path).filter((path) => path !== lockPath),
  };
}

const items = service("Items", [method("Get")]);
const more = service("Items", [method("Get"), method("Sell")]);

describe("after a change of the IDL", () => {
  test("that is none, nothing changes, whatever the user wrote", () => {
    const mine = { "internal/rpc/items.go": `${stub(items)}\nfunc helper() {}\n` };
    expect(run({ before: made([items]), mine, services: [items] })).toMatchObject({
      write: [],
      remove: [],
      notes: [],
    });
  });

  test("a new method gets a stub behind the user's last line, and a test", () => {
    const own = `${stub(items).replace("return nil", "return s.deps.Get(ctx)")}\nfunc helper() {}\n`;
    const { written, paths } = run({
      before: made([items]),
      mine: { "internal/rpc/items.go": own },
      services: [more],
    });
    expect(paths).toEqual([
      "internal/rpc/items.go",
      "internal/rpc/items_test.go",
      "internal/transport/routes.gen.go",
    ]);
    const text = written.get("internal/rpc/items.go") ?? "";
    expect(text.startsWith(own)).toBe(true);
    expect(text.slice(own.length)).toBe(
      "\n// Sell serves.\nfunc (s *Items) Sell(ctx context.Context, req *itemv1.SellRequest) error {\n\treturn nil\n}\n",
    );
    expect(written.get("internal/rpc/items_test.go")).toBe(testOf(more));
  });

  test("a stub goes to where the user has moved the type, and a deleted test file has the new test alone", () => {
    const { written } = run({
      before: made([items]),
      mine: {
        "internal/rpc/items.go": undefined,
        "internal/rpc/items_test.go": undefined,
        "internal/rpc/shop.go": stub(items),
      },
      services: [more],
    });
    expect(written.get("internal/rpc/shop.go")).toContain("func (s *Items) Sell(");
    expect(written.has("internal/rpc/items.go")).toBe(false);
    const tests = written.get("internal/rpc/items_test.go") ?? "";
    expect(tests).toContain("func TestItems_Sell(");
    expect(tests).not.toContain("func TestItems_Get(");
    expect(tests).toContain('import (\n\t"testing"\n\n\titemv1 "example.com/shop/gen/item/v1"\n)\n');
  });

  test("services that the user has put into one file get their stubs there", () => {
    const carts = service("Carts", [method("Add")]);
    const both = `${stub(items)}${stub(carts).slice(stub(carts).indexOf("// Carts"))}`;
    const { written } = run({
      before: made([items, carts]),
      mine: { "internal/rpc/items.go": both, "internal/rpc/carts.go": undefined },
      services: [more, service("Carts", [method("Add"), method("Drop")])],
    });
    const text = written.get("internal/rpc/items.go") ?? "";
    expect(text).toContain("func (s *Items) Sell(");
    expect(text).toContain("func (s *Carts) Drop(");
  });

  test("a new service gets its files, and one that is in the way is an error", () => {
    const carts = service("Carts", [method("Add")]);
    const { paths } = run({ before: made([items]), services: [items, carts] });
    expect(paths).toContain("internal/rpc/carts.go");
    expect(paths).toContain("internal/rpc/carts_test.go");
    const mine = { "internal/rpc/carts.go": "package rpc\n" };
    expect(() => run({ before: made([items]), mine, services: [items, carts] })).toThrow(
      "internal/rpc/carts.go exists and does not contain the new service's type",
    );
  });

  test("what is gone from the IDL is pointed at, and stays", () => {
    const carts = service("Carts", [method("Add")]);
    const { notes, paths } = run({ before: made([more, carts]), services: [items] });
    expect(notes.map(({ path, line, text }) => `${path}:${line}: ${text}`)).toEqual([
      "internal/rpc/carts.go:12: the IDL no longer declares Carts: delete what is left of it",
      "internal/rpc/items.go:20: the IDL no longer declares Items.Sell: delete or rename it",
      "internal/rpc/items_test.go:13: it calls /item.v1.Items/Sell, which the IDL no longer declares",
    ]);
    expect(paths).toEqual(["gen/item/v1/item.pb.go", "internal/transport/routes.gen.go"]);
  });

  test("a method with other messages is pointed at, other names for them are not", () => {
    const renamed = stub(items).replaceAll("itemv1", "pb").replace("req *", "request *");
    const first = run({
      before: made([items]),
      mine: { "internal/rpc/items.go": renamed },
      services: [items],
    });
    expect(first.notes).toEqual([]);
    const other = renamed.replace("pb.GetRequest", "pb.OldRequest");
    const { notes } = run({
      before: made([items]),
      mine: { "internal/rpc/items.go": other },
      services: [items],
    });
    expect(notes).toEqual([
      {
        path: "internal/rpc/items.go",
        line: 15,
        text: "the IDL now declares Get(ctx context.Context, req *itemv1.GetRequest) error",
      },
    ]);
  });

  test("a layer that the IDL asks for now brings its files, but none that is there", () => {
    const after = { "internal/validation/validation.go": "new", "internal/mine/mine.go": "new" };
    const mine = { "internal/mine/mine.go": "mine" };
    const { paths } = run({ before: made([items]), mine, services: [items], after });
    expect(paths).toEqual(["internal/validation/validation.go"]);
  });

  test("generated files that are no longer made go, the user's own stay", () => {
    const before = { ...made([items]), "gen/old/v1/old.pb.go": "old", "third_party/old.proto": "old" };
    const mine = { "gen/stray.go": "stray", "third_party/mine.proto": "mine" };
    expect(run({ before, mine, services: [items] }).remove).toEqual([
      "gen/old/v1/old.pb.go",
      "gen/stray.go",
      "third_party/old.proto",
    ]);
  });

  test("a seeded file that the user deleted does not come back, but what new stubs share does", () => {
    const seeded = { "internal/rpc/interceptors.go": "package rpc\n" };
    const gone = {
      "internal/rpc/interceptors.go": undefined,
      "internal/rpc/unimplemented_test.go": undefined,
    };
    const { paths } = run({ before: made([items], seeded), mine: gone, services: [more], after: seeded });
    expect(paths).toContain("internal/rpc/unimplemented_test.go");
    expect(paths).not.toContain("internal/rpc/interceptors.go");
  });

  test("a managed file stays as it is, edited or not, and keeps its fate by the lock", () => {
    const before = { ...made([items]), "internal/platform/env/env.go": "package env\n" };
    const after = { "internal/platform/env/env.go": "package env // newer\n" };
    expect(run({ before, services: [items], after })).toMatchObject({ write: [], remove: [] });
  });

  test("a type of a new service's name in a test beside the transport is not the service", () => {
    const carts = service("Carts", [method("Add")]);
    const tests = { "internal/transport/items_wire_test.go": testOf(items) };
    const mine = { "internal/transport/items_wire_test.go": `${testOf(items)}\ntype Carts struct{}\n` };
    const { paths } = run({ before: made([items], tests), mine, services: [items, carts], after: tests });
    expect(paths).toContain("internal/rpc/carts.go");
    expect(paths).not.toContain("internal/transport/items_wire_test.go");
  });

  test("buf.gen.yaml is made anew, but not once it was edited", () => {
    const after = { "buf.gen.yaml": "plugins:\n  opt:\n    - Ma.proto=b;c\n" };
    expect(run({ before: made([items]), services: [items], after }).paths).toEqual(["buf.gen.yaml"]);
    const mine = { "buf.gen.yaml": "mine\n" };
    const { paths, notes } = run({ before: made([items]), mine, services: [items], after });
    expect(paths).toEqual([]);
    expect(notes).toEqual([
      {
        path: "buf.gen.yaml",
        line: null,
        text: "you edited this file, so it was left unchanged; each plugin needs - Ma.proto=b;c",
      },
    ]);
  });

  test("the lock follows what was made, and an edited file stays known as edited", () => {
    const own = `${stub(items)}\nfunc helper() {}\n`;
    const { written } = run({
      before: made([items]),
      mine: { "internal/rpc/items.go": own },
      services: [more],
    });
    const lock = parseLock(written.get(lockPath) ?? "", lockPath);
    expect(lock.files["internal/rpc/items.go"]).toEqual({ fate: "seeded", sha256: sha256(stub(items)) });
    expect(lock.files["internal/rpc/items_test.go"]?.sha256).toBe(sha256(testOf(more)));
    expect(lock.files["cmd/shop/main.go"]).toEqual({ fate: "managed", sha256: sha256("package main\n") });
  });

  test("a module that an import brings is added to go.mod, and nothing in it changes", () => {
    const mod = "module example.com/shop\n\ngo 1.26.0\n\nrequire (\n\texample.com/a v1.0.0\n)\n";
    const wanted = mod.replace("v1.0.0\n", "v1.0.0\n\texample.com/b v1.5.0\n");
    const sum = "example.com/a v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    const added = "example.com/b v1.5.0 h1:BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    const { written } = run({
      before: made([items], { "go.mod": mod, "go.sum": sum }),
      mine: { "go.mod": mod.replace("v1.0.0", "v1.9.0") },
      services: [items],
      after: { "go.mod": wanted, "go.sum": `${sum}${added}` },
    });
    expect(written.get("go.mod")).toBe(wanted.replace("a v1.0.0", "a v1.9.0"));
    expect(written.get("go.sum")).toBe(`${sum}${added}`);
  });
});
