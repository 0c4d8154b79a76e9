import { describe, expect, test } from "vitest";
import { factsOf } from "../../../generators/layers/select-layers.ts";
import { viewOf } from "../../../generators/layers/view-of.ts";
import { answers, method, sample, service, source } from "./fixture.ts";

const services = [
  service("Items", [
    method("Get"),
    method("Watch", "server"),
    method("Fill", "client"),
    method("Sync", "bidi"),
  ]),
];
const idl = { ...sample, sample: false, services };
const facts = factsOf({ answers, idl, manifests: source({}).manifests });
const view = viewOf({ answers, idl, facts, goVersion: "1.26.0", generator: "1.2.3", requirements: [] });

describe("the view of a service's methods", () => {
  test("has the handler's shape for each kind", () => {
    expect(view.idl.services[0]?.methods.map(({ signature }) => signature)).toEqual([
      "(ctx context.Context, req *itemv1.GetRequest) (*emptypb.Empty, error)",
      "(ctx context.Context, req *itemv1.WatchRequest, send func(*emptypb.Empty) error) error",
      "(ctx context.Context, recv func() (*itemv1.FillRequest, error)) (*emptypb.Empty, error)",
      "(ctx context.Context, recv func() (*itemv1.SyncRequest, error), send func(*emptypb.Empty) error) error",
    ]);
    expect(view.idl.services[0]?.methods.map(({ zero }) => zero)).toEqual(["nil, ", "", "nil, ", ""]);
  });

  test("has each import once, split into this module's and the others'", () => {
    const imports = {
      local: ['itemv1 "example.com/shop/gen/item/v1"'],
      others: ['emptypb "google.golang.org/protobuf/types/known/emptypb"'],
    };
    expect(view.idl.imports).toEqual(imports);
    expect(view.idl.services[0]?.imports).toEqual(imports);
  });

  test("has each request once, with the imports that it takes", () => {
    const twice = { ...idl, services: [...services, service("Others", [method("Get")])] };
    const { requests } = viewOf({
      answers,
      idl: twice,
      facts,
      goVersion: "1.26.0",
      generator: "1.2.3",
      requirements: [],
    }).idl;
    expect(requests).toEqual({
      types: ["itemv1.FillRequest", "itemv1.GetRequest", "itemv1.SyncRequest", "itemv1.WatchRequest"],
      imports: { local: ['itemv1 "example.com/shop/gen/item/v1"'], others: [] },
    });
  });

  test("has no undefined value, as a template could not tell it from a mistake", () => {
    expect(
      JSON.stringify(view, (_, value: unknown) => (value === undefined ? "undefined" : value)),
    ).not.toContain('"undefined"');
  });
});
