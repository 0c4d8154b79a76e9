import { describe, expect, test } from "vitest";
import { prefixesOf } from "../../../generators/idl/known-imports.ts";
import { factsOf } from "../../../generators/layers/select-layers.ts";
import { moduleFiles } from "../../../generators/modules/module-files.ts";
import { contract, lockedFiles } from "../../../generators/modules/module-lock.ts";
import { answers, modules, sample, source } from "../layers/fixture.ts";

const { manifests } = source({
  lint: { manifest: { tools: [{ package: "example.com/lint", module: "tools" }] } },
  audit: {
    manifest: {
      require: ["example.com/b v1.1.0"],
      sum: ["example.com/b v1.1.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
    },
  },
});
const facts = factsOf({ answers, idl: sample, manifests });
const only = (...ids: string[]) => manifests.filter(({ id }) => ids.includes(id));

describe("locked modules", () => {
  test("come back as they were put in, whatever lines they share", () => {
    const table = new Map<string, number>();
    const texts = [
      "\ngo 1\n\nrequire (\n\ta v1\n\tb v1\n)\n",
      "\ngo 1\n\nrequire (\n\tb v1\n)\n",
      "\ngo 1\n",
    ];
    const ranges = texts.map((text) => contract(text, table));
    const lock = { ...modules, lines: { mod: [...table.keys()], sum: [] } };
    texts.forEach((text, index) => {
      const services = { x: { mod: ranges[index] ?? "", sum: "" } };
      expect(lockedFiles({ ...lock, services }, "services", "x").mod).toBe(text);
    });
  });

  test("make a service's go.mod and go.sum without Go", () => {
    const files = moduleFiles({
      lock: modules,
      module: "example.com/shop",
      facts,
      idl: sample,
      manifests: [],
    });
    expect(files).toEqual([
      {
        path: "go.mod",
        content:
          "module example.com/shop\n\ngo 1.26.0\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/c v1.0.0\n)\n",
      },
      { path: "go.sum", content: `${modules.lines.sum[0]}\n` },
    ]);
  });

  test("make a module of their own for the tools that layers want there", () => {
    const files = moduleFiles({
      lock: modules,
      module: "example.com/shop",
      facts,
      idl: sample,
      manifests: only("lint"),
    });
    expect(files.map(({ path }) => path)).toEqual(["go.mod", "go.sum", "tools/go.mod", "tools/go.sum"]);
    expect(files[2]?.content).toBe("module example.com/shop/tools\n\ngo 1.26.0\n");
  });

  test("take what a preset's layers require", () => {
    const files = moduleFiles({
      lock: modules,
      module: "example.com/shop",
      facts,
      idl: sample,
      manifests: only("audit"),
    });
    expect(files[0]?.content).toContain(
      "\texample.com/a v1.0.0\n\texample.com/b v1.1.0\n\texample.com/c v1.0.0\n",
    );
    expect(files[1]?.content.split("\n")).toHaveLength(3);
  });

  test("that are missing are an error that names the combination", () => {
    const other = { ...facts, store: ["redis"] };
    expect(() =>
      moduleFiles({ lock: modules, module: "m", facts: other, idl: sample, manifests: [] }),
    ).toThrow('no Go modules are locked for "stdlib http proto sample redis"');
  });
});

describe("what an IDL imports", () => {
  const files = (knownImports: readonly string[], isSample = false) =>
    moduleFiles({
      lock: modules,
      module: "example.com/shop",
      facts: isSample ? facts : { ...facts, source: ["own"] },
      idl: { sample: isSample, knownImports },
      manifests: [],
    });

  test("belongs to parts of the lock, each named once", () => {
    const imports = ["google/type/date.proto", "google/type/expr.proto", "google/protobuf/empty.proto"];
    expect(prefixesOf([...imports, "google/api/http.proto"])).toEqual(["google/api/", "google/type/"]);
    expect(prefixesOf(["google/protobuf/empty.proto"])).toEqual([]);
  });

  test("adds its modules, and makes none indirect that the service imports itself", () => {
    const [mod, sum] = files(["google/api/http.proto", "google/type/date.proto"]);
    expect(mod?.content).toBe(
      "module example.com/shop\n\ngo 1.26.0\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/b v1.0.0\n\texample.com/c v1.0.0\n)\n\nrequire (\n\texample.com/d v1.0.0 // indirect\n)\n",
    );
    expect(sum?.content).toBe(`${modules.lines.sum.join("\n")}\n`);
  });

  test("adds nothing for the well-known types, and the sample's is its own business", () => {
    const [mod] = files(["google/protobuf/empty.proto"]);
    expect(mod?.content).not.toContain("example.com/b");
    expect(files(["google/type/date.proto"], true)[0]?.content).toBe(mod?.content);
  });
});
