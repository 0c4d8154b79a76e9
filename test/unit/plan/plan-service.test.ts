import { describe, expect, test } from "vitest";
import type { IdlModel } from "../../../generators/idl/model.ts";
import { loadLayers } from "../../../generators/layers/select-layers.ts";
import { planService } from "../../../generators/plan/plan-service.ts";
import { parseLock } from "../../../generators/plan/service-lock.ts";
import { answers, type LayerFiles, method, modules, sample, service, source } from "../layers/fixture.ts";

interface Changes {
  readonly answers?: object;
  readonly idl?: Partial<IdlModel>;
  readonly gen?: readonly { path: string; content: string }[];
}

async function plan(layers: Readonly<Record<string, LayerFiles>>, changes: Changes = {}) {
  const chosen = { ...answers, ...changes.answers };
  const idl = { ...sample, ...changes.idl };
  const selected = await loadLayers(source(layers), { answers: chosen, idl });
  return planService({
    answers: chosen,
    idl,
    gen: changes.gen ?? [],
    config: [],
    ...selected,
    modules,
    version: "1.2.3",
    partial: false,
  });
}

async function contents(...args: Parameters<typeof plan>): Promise<Record<string, string>> {
  const { files } = await plan(...args);
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

const own = {
  sample: false,
  files: [{ path: "item/v1/item.proto", text: "syntax" }],
  services: [service("Items", [method("Get")]), service("Carts")],
};

describe("a plan", () => {
  test("has every file once, sorted by code unit, with its owner and mode", async () => {
    const { files } = await plan({
      a: { "Z.txt": "z", "run.sh": "#!/bin/sh\n", manifest: { executable: ["run.sh"] } },
      b: { "__name__/a.txt": "" },
    });
    expect(files.map(({ path, layer, mode }) => [path, layer, mode.toString(8)])).toEqual([
      [".gomicro/lock.json", "lock", "644"],
      ["Z.txt", "a", "644"],
      ["go.mod", "modules", "644"],
      ["go.sum", "modules", "644"],
      ["run.sh", "a", "755"],
      ["shop/a.txt", "b", "644"],
    ]);
  });

  test("is the same bytes for the same input", async () => {
    const layers = { a: { "x.go.hbs": "package {{name}}\n" }, b: { "README.md.d/10-x": "x" } };
    expect(JSON.stringify(await plan(layers))).toBe(JSON.stringify(await plan(layers)));
  });

  test("replaces the stand-ins in Go alone, and fills the holes of Handlebars", async () => {
    const files = await contents({
      a: {
        "a.go": 'package a\n\nconst name = "gomicro-service"\n',
        "b.go.hbs": 'package {{name}}\n\nconst path = "gomicro.example/service"\n',
        "c.txt": "gomicro-service {{name}}",
        "d.txt.hbs": "gomicro-service {{name}}",
      },
    });
    expect(files["a.go"]).toBe('package a\n\nconst name = "shop"\n');
    expect(files["b.go"]).toBe('package shop\n\nconst path = "example.com/shop"\n');
    expect(files["c.txt"]).toBe("gomicro-service {{name}}");
    expect(files["d.txt"]).toBe("gomicro-service shop");
  });

  test("renders a template with __service__ in its path once for each service", async () => {
    const layers = { a: { "rpc/__service__.go.hbs": "package rpc\n\ntype {{service.goName}} struct{}\n" } };
    const files = await contents(layers, { idl: own });
    expect(files["rpc/items.go"]).toContain("type Items struct");
    expect(files["rpc/carts.go"]).toContain("type Carts struct");
  });

  test("joins fragments by name, whatever layer they are from, without the empty ones", async () => {
    const { files } = await plan({
      a: { "README.md.d/30-end.md": "\nend\n\n\n", "README.md.d/10-top.md.hbs": "# {{name}}" },
      b: { "README.md.d/20-middle.md": "\nmiddle\n", "README.md.d/15-none.hbs": "{{#if preset}}x{{/if}}\n" },
    });
    const readme = files.find(({ path }) => path === "README.md");
    expect(readme?.content).toBe("# shop\n\nmiddle\n\nend\n");
    expect(readme?.layer).toBe("a+b");
  });

  test("has the user's IDL under api/, its text unchanged, and generated code", async () => {
    const gen = [{ path: "gen/item/v1/item.pb.go", content: "package itemv1 // gomicro-service\n" }];
    const files = await contents({}, { idl: own, gen });
    expect(files["api/item/v1/item.proto"]).toBe("syntax");
    expect(files["gen/item/v1/item.pb.go"]).toBe("package itemv1 // gomicro-service\n");
  });

  test("has a fate for every file, and the lock has the same", async () => {
    const { files } = await plan(
      {
        a: {
          manifest: { fate: { default: "managed", made: ["**/*.gen.go"], seeded: ["rpc/**"] } },
          "main.go": "package main\n",
          "rpc/__service__.go": "package rpc\n",
          "transport/routes.gen.go": "package transport\n",
          "README.md.d/10-a": "a",
        },
        b: { manifest: { fate: { default: "seeded", managed: ["README.md"] } }, "README.md.d/20-b": "b" },
      },
      { idl: own, gen: [{ path: "gen/a.go", content: "package a\n" }] },
    );
    const fates = files.map(({ path, fate, service: of }) => [
      path,
      of === null ? fate : `${fate} for ${of}`,
    ]);
    expect(Object.fromEntries(fates)).toEqual({
      ".gomicro/lock.json": "made",
      "README.md": "managed",
      "api/item/v1/item.proto": "seeded",
      "gen/a.go": "made",
      "go.mod": "merged",
      "go.sum": "merged",
      "main.go": "managed",
      "rpc/carts.go": "seeded for carts",
      "rpc/items.go": "seeded for items",
      "transport/routes.gen.go": "made",
    });
    const lock = parseLock(files[0]?.content ?? "", "lock.json");
    for (const { path, fate } of files.slice(1)) expect(lock.files[path]?.fate, path).toBe(fate);
  });

  test("refuses fragments of one file that disagree on its fate", async () => {
    const layers = {
      a: { "README.md.d/10-a": "a" },
      b: { manifest: { fate: { default: "seeded" } }, "README.md.d/20-b": "b" },
    };
    await expect(plan(layers)).rejects.toThrow("README.md is managed in a and seeded in b");
  });

  test("locks the answers and what the files were", async () => {
    const { ".gomicro/lock.json": text = "", ...files } = await contents({ a: { "x.txt": "x" } });
    const lock = parseLock(text, "lock.json");
    expect(lock.generator).toBe("1.2.3");
    expect(lock.answers).toEqual(answers);
    expect(Object.keys(lock.files)).toEqual(Object.keys(files));
    expect(lock.files["x.txt"]).toEqual({
      fate: "managed",
      sha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    });
  });
});

test("locks an own IDL by its place in the service, wherever it was read from", async () => {
  const from = { answers: { idl: ["/home/ada/protos/item.proto"] }, idl: own };
  const { ".gomicro/lock.json": text = "" } = await contents({}, from);
  expect(parseLock(text, "lock.json").answers.idl).toEqual(["api/item/v1/item.proto"]);
});

describe("one path, one owner", () => {
  test.each<[string, Record<string, LayerFiles>, Changes, RegExp]>([
    ["two layers", { a: { "x.txt": "" }, b: { "x.txt": "" } }, {}, /x\.txt is supplied twice: by a and by b/],
    [
      "a layer and a hole",
      { a: { "shop.txt": "" }, b: { "__name__.txt": "" } },
      {},
      /supplied twice: by a and by b/,
    ],
    [
      "a file and fragments",
      { a: { x: "1" }, b: { "x.d/10-y": "1" } },
      {},
      /x is supplied twice: by a and by b/,
    ],
    [
      "two fragments of one name",
      { a: { "x.d/10-y": "1" }, b: { "x.d/10-y": "1" } },
      {},
      /x\.d\/10-y is supplied twice: by a and by b/,
    ],
    ["the lock", { a: { "_gomicro/lock.json": "{}" } }, {}, /supplied twice: by a and by lock/],
    ["go.mod", { a: { "go.mod": "" } }, {}, /go\.mod is supplied twice: by a and by modules/],
    ["the IDL", { a: { "api/item/v1/item.proto": "" } }, { idl: own }, /supplied twice: by a and by idl/],
    [
      "generated code",
      { a: { "gen/a.go": "" } },
      { gen: [{ path: "gen/a.go", content: "" }] },
      /supplied twice: by a and by gen/,
    ],
    [
      "another case",
      { a: { "README.md": "" }, b: { "Readme.md": "" } },
      {},
      /README\.md \(a\) and Readme\.md \(b\)/,
    ],
  ])("refuses a second owner: %s", async (_, layers, changes, message) => {
    await expect(plan(layers, changes)).rejects.toThrow(message);
  });
});

describe("no path leaves the target", () => {
  test("by the name of a template", async () => {
    for (const path of ["../x", "a/../../x", "_git/hooks/post-checkout", "a\\..\\..\\x", "x:y", "aux.go"]) {
      await expect(async () => plan({ a: { [path]: "" } }), path).rejects.toThrow("unsafe path");
    }
  });

  test("by an answer in a hole", async () => {
    await expect(
      plan({ a: { "cmd/__name__/main.go": "" } }, { answers: { name: "../../x" } }),
    ).rejects.toThrow("unsafe path");
  });

  test("by the name of a service", async () => {
    const services = [{ ...service("Items"), fileName: "../../../x" }];
    const layers = { a: { "internal/rpc/__service__.go.hbs": "" } };
    await expect(plan(layers, { idl: { sample: false, services } })).rejects.toThrow("unsafe path");
  });

  test("by a file of the IDL, or of what was generated from it", async () => {
    const files = [{ path: "../../x.proto", text: "" }];
    await expect(plan({}, { idl: { sample: false, files } })).rejects.toThrow("unsafe path");
    await expect(plan({}, { gen: [{ path: "/etc/x", content: "" }] })).rejects.toThrow("unsafe path");
  });
});

test("a template's mistake names the template", async () => {
  await expect(plan({ a: { "x.txt.hbs": "{{nmae}}" } })).rejects.toThrow(
    /^a\/x\.txt\.hbs: "nmae" not defined/,
  );
});
