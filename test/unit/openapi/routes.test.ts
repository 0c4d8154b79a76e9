import { describe, expect, test } from "vitest";
import type { HttpBinding, IdlMethod, IdlService } from "../../../generators/idl/model.ts";
import { parseTemplate } from "../../../generators/openapi/path-template.ts";
import { routesOf } from "../../../generators/openapi/routes.ts";
import { library } from "../../support/combinations.ts";
import { type Described, describeIdl } from "./fixture.ts";

const goPackage = { alias: "pb", path: "gen", local: true };
const type = { package: goPackage, name: "Request", fullName: "shop.Request" };

function method(name: string, ...bindings: readonly (readonly [string, string])[]): IdlMethod {
  return {
    name,
    goName: name,
    procedure: `/shop.Shop/${name}`,
    kind: "unary",
    request: type,
    response: type,
    http: bindings.map(
      ([verb, template]): HttpBinding => ({ method: verb, template, body: "", responseBody: "" }),
    ),
    comment: "",
    deprecated: false,
  };
}

function shop(...methods: readonly IdlMethod[]): readonly IdlService[] {
  return [
    {
      name: "Shop",
      fullName: "shop.Shop",
      goName: "Shop",
      fileName: "shop",
      goPackage,
      comment: "",
      methods,
    },
  ];
}

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
  ] as const)("has segments, variables and a verb: %s", (text, segments, variables, verb) => {
    expect(parseTemplate(text)).toEqual({
      segments,
      variables: variables.map(([field, from, to]) => ({ field, from, to })),
      verb,
    });
  });

  test.each([
    ...[
      "",
      "/",
      "v1",
      "/v1/",
      "//v1",
      "/v1/{",
      "/v1/{}",
      "/v1/{=a}",
      "/v1/{a=}",
      "/v1/{a=b//c}",
      "/v1/{a={b}}",
    ],
    ...["/v1:", "/v1:a:b", "/v1:a/b", "/v1/{a}b", "/v1/b{a}", "/v1/}", "/v1/{a=**}/**"],
  ])("is refused when the service would refuse it: %j", (text) => {
    expect(parseTemplate(text)).toBeUndefined();
    expect(() => routesOf(shop(method("Get", ["GET", text])))).toThrow(
      `shop.Shop/Get: bad path template "${text}"`,
    );
  });
});

describe("two routes for the same requests", () => {
  test.each([
    ["one template", "/v1/{id}", "/v1/{id}"],
    ["other names", "/v1/{id}", "/v1/{name=*}"],
    ["a pattern", "/v1/a/{id}:go", "/v1/{name=a/*}:go"],
    ["many segments", "/v1/{id=**}", "/v1/{name=**}"],
  ])("are refused, both named: %s", (_, first, second) => {
    const services = shop(method("Get", ["GET", first]), method("Find", ["GET", second]));
    expect(() => routesOf(services)).toThrow(
      `shop.Shop/Get and shop.Shop/Find take the same requests: GET ${first} and ${second}`,
    );
  });

  test("are none when the method differs, or the verb, or the number of segments", () => {
    const templates = ["/v1/{id}", "/v1/{id}:go", "/v1/{id=**}", "/v1/{id=a/*}"];
    const bindings = templates.flatMap((text) => [["GET", text] as const, ["PUT", text] as const]);
    expect(routesOf(shop(method("Get", ...bindings)))).toHaveLength(8);
  });
});

/** The pattern of a path, whatever its parameters are called: computed from the text alone. */
function pattern(template: string): string {
  const open = template.replace(/\{[^=}]*=([^}]*)\}/g, "$1").replace(/\{[^}]*\}/g, "*");
  return open.replace(/\*\*?/g, "*");
}

const [, idl = "", , protos = ""] = library;

describe.each([
  ["shop", "shop", {}],
  ["library.proto", idl, { protoPaths: [protos] }],
  ["pubsub", `${protos}/google/pubsub/v1`, { protoPaths: [protos] }],
  ["spanner", `${protos}/google/spanner/v1`, { protoPaths: [protos] }],
  ["bigtable", `${protos}/google/bigtable/v2`, { protoPaths: [protos] }],
])("the document of %s", (_, path, order) => {
  test("is valid, and has every route of the model and no other", { timeout: 30_000 }, async () => {
    const { model, operations, problems }: Described = await describeIdl(path, order);
    expect(problems).toEqual([]);
    const routes = model.services.flatMap(({ methods }) =>
      methods.flatMap(({ http, procedure }) =>
        http.length === 0
          ? [`POST ${procedure}`]
          : http.map(({ method: verb, template }) => `${verb} ${pattern(template)}`),
      ),
    );
    expect(routes.length).toBeGreaterThan(5);
    expect(operations.map((one) => `${one.method} ${pattern(one.path)}`).sort()).toEqual([...routes].sort());
  });
});
