import { describe, expect, test } from "vitest";
import { library } from "../../support/combinations.ts";
import { type Described, describeIdl } from "./fixture.ts";

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
  test("is valid, and has every route of the model and no other", async () => {
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
