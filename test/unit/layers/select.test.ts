import { describe, expect, test } from "vitest";
import { choicesOf, protocolOffer } from "../../../generators/layers/choices-of.ts";
import { joinSources } from "../../../generators/layers/join-sources.ts";
import { factsOf, loadLayers, selectLayers } from "../../../generators/layers/select-layers.ts";
import { answers, type LayerFiles, method, sample, service, source } from "./fixture.ts";

function select(layers: Readonly<Record<string, LayerFiles>>, changes: object = {}, idl: object = {}) {
  const { manifests } = source(layers);
  const facts = factsOf({ answers: { ...answers, ...changes }, idl: { ...sample, ...idl }, manifests });
  return selectLayers(manifests, facts).map(({ id }) => id);
}

describe("selection", () => {
  test("takes a layer without conditions always, and one with conditions when all of them hold", () => {
    const layers = {
      service: {},
      a: { manifest: { when: { source: "sample", ports: ["grpc", "http"] } } },
      b: { manifest: { when: { source: "sample", ports: "grpc" } } },
      c: { manifest: { when: { source: "own" } } },
    };
    expect(select(layers)).toEqual(["a", "framework/stdlib", "service"]);
  });

  test("knows the kinds of the IDL's methods", () => {
    const layers = { stream: { manifest: { when: { kinds: ["server", "bidi"] } } } };
    expect(select(layers, {}, { services: [service("A", [method("M")])] })).toEqual(["framework/stdlib"]);
    const services = [service("A", [method("M")]), service("B", [method("W", "server")])];
    expect(select(layers, {}, { services })).toContain("stream");
  });

  test("takes a layer that offers a choice when the choice is made, and no other", () => {
    const layers = {
      "deploy/a": { manifest: { offers: { option: "deploy", choice: "a" } } },
      "deploy/b": { manifest: { offers: { option: "deploy", choice: "b" } } },
    };
    expect(select(layers, { deploy: ["b"] })).toEqual(["deploy/b", "framework/stdlib"]);
  });

  test("refuses a choice that no layer offers", () => {
    expect(() => select({}, { store: "redis" })).toThrow('there is no store "redis"');
  });

  test("refuses a choice whose layer wants other facts, and says which", () => {
    const layers = {
      "store/a": { manifest: { offers: { option: "store", choice: "a" }, when: { idl: "thrift" } } },
    };
    expect(() => select(layers, { store: "a" })).toThrow(
      expect.objectContaining({
        message: 'store "a" is not available here',
        hint: "it requires idl thrift, not proto",
      }),
    );
  });

  test("takes none for an answer where no layer offers it", () => {
    expect(select({}, { store: "none", ci: "none" })).toEqual(["framework/stdlib"]);
  });

  test("refuses a layer without what it needs, and two that exclude each other", () => {
    expect(() => select({ a: { manifest: { needs: ["b"] } } })).toThrow("layer a needs layer b");
    expect(() => select({ a: { manifest: { conflicts: ["b"] } }, b: {} })).toThrow(
      "layers a and b exclude each other",
    );
  });
});

describe("registry", () => {
  test("derives the choices of an option from the manifests", () => {
    const { manifests } = source({
      "ci/x": { manifest: { title: "X", offers: { option: "ci", choice: "x" } } },
      other: {},
    });
    expect(choicesOf(manifests, "ci")).toEqual([
      { choice: "x", title: "X", description: "ci/x.", protocols: [] },
    ]);
    expect(protocolOffer(manifests, { framework: "stdlib", protocol: "http" })?.ports).toEqual([
      { name: "http", speaks: ["http"] },
    ]);
    expect(protocolOffer(manifests, { framework: "stdlib", protocol: "grpc" })).toBeUndefined();
  });

  test("joins sources, each layer loaded from its own", async () => {
    const joined = joinSources([source({ service: { "a.txt": "built in" } }), presetSource()]);
    const { layers } = await loadLayers(joined, { answers, idl: sample });
    expect(layers.map(({ manifest }) => manifest.id)).toEqual(["audit", "framework/stdlib", "service"]);
    expect(layers.flatMap(({ files }) => files.map((file) => file.source))).toEqual([
      "audit/b.txt",
      "service/a.txt",
    ]);
  });

  test("refuses two layers with one id and two offers of one choice", () => {
    expect(() => joinSources([source({}), source({})])).toThrow("layer framework/stdlib exists twice");
    const offers = { option: "ci", choice: "x" };
    const twice = source({ "ci/x": { manifest: { offers } }, "ci/y": { manifest: { offers } } });
    expect(() => joinSources([twice])).toThrow("ci x is offered by ci/x and by ci/y");
  });
});

function presetSource() {
  const { manifests, load } = source({ audit: { "b.txt": "preset" } });
  return { manifests: manifests.filter(({ id }) => id === "audit"), load };
}
