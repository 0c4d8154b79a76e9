import { beforeAll, describe, expect, test } from "vitest";
import { at, nodeOf } from "../../support/openapi.ts";
import { load } from "../idl/load.ts";
import { type Described, describeIdl } from "./fixture.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/routes.v1.${name}` });
const json = (schema: unknown) => ({ "application/json": { schema } });

describe("the paths of an API", () => {
  let routes: Described;
  beforeAll(async () => {
    routes = await describeIdl("openapi/routes.proto");
  });
  const operation = (id: string) => {
    const found = routes.operations.find(({ node }) => node.operationId === id);
    return found ?? { method: "", path: "", node: {} };
  };
  const parameters = (id: string, place: string) => {
    const list = operation(id).node.parameters;
    return Array.isArray(list) ? list.map(nodeOf).filter((one) => one.in === place) : [];
  };
  const names = (id: string, place: string) => parameters(id, place).map(({ name }) => name);

  test("are valid", () => {
    expect(routes.problems).toEqual([]);
  });

  test("are those of every binding, each once, with unique names of operations", () => {
    expect(
      routes.operations.map(({ method, path, node }) => `${node.operationId} ${method} ${path}`),
    ).toEqual([
      "RouteService_Get GET /v1/shelves/{shelvesId}/books/{booksId}",
      "RouteService_Get2 GET /v1/shelves/{shelvesId}:merge",
      "RouteService_Get3 GET /v1/{name}/{name2}",
      "RouteService_Get4 GET /v1/{name}",
      "RouteService_Get5 PUT /v1/{name}",
      "RouteService_Get7 HEAD /v1/{name}",
      "RouteService_Get6 LIST /v1/{name}",
      "RouteService_Get8 GET /v1/{v1Id}/plain/a/{aId}/{nameId}",
      "RouteService_Get2_ POST /routes.v1.RouteService/Get2",
      "RouteService_Update PATCH /v1/items/items/{itemsId}/{item.part.id}",
      "RouteService_Update2 POST /v1/items/{item.part.id}",
      "RouteService_Update3 DELETE /v1/only",
      "RouteService_Watch GET /v1/watch",
      "RouteService_Upload POST /routes.v1.RouteService/Upload",
      "RouteService_Chat POST /v1/chat/{name}",
      "RouteService_Nothing POST /routes.v1.RouteService/Nothing",
    ]);
  });

  test("tell what a parameter is a part of", () => {
    expect(parameters("RouteService_Get", "path")).toEqual(
      ["shelvesId", "booksId"].map((name) => ({
        name,
        in: "path",
        required: true,
        description: "Part of name: `shelves/{shelvesId}/books/{booksId}`.",
        schema: { type: "string", minLength: 1 },
      })),
    );
  });

  test("say where a parameter has many segments", () => {
    for (const { description } of parameters("RouteService_Get3", "path")) {
      expect(description).toMatch(/^Part of name: `\{name\}\/\{name2\}`\.\n\nAny number of segments/);
    }
  });

  test("say which field a parameter is that another method named", () => {
    expect(parameters("RouteService_Get4", "path")).toEqual([
      { name: "name", in: "path", required: true, schema: { type: "string" } },
    ]);
    expect(parameters("RouteService_Get5", "path")).toMatchObject([
      { name: "name", description: "Sets text." },
    ]);
  });

  test("give a parameter the type of its field", () => {
    expect(parameters("RouteService_Update2", "path")).toMatchObject([
      { name: "item.part.id", schema: { type: "integer", format: "int32" } },
    ]);
  });

  test("leave what path and body bind out of the query, and what only answers have", () => {
    expect(names("RouteService_Get", "query")).toEqual([
      "text",
      "tags",
      "item.name",
      "item.part.id",
      "item.part.size",
    ]);
    expect(names("RouteService_Get5", "query")).toEqual(["name", "tags"]);
    expect(names("RouteService_Update", "query")).toEqual(["name", "text", "tags"]);
    expect(names("RouteService_Update2", "query")).toEqual([]);
  });

  test("leave what the path binds out of the body", () => {
    const item = (id: string) =>
      at(operation(id).node, "requestBody", "content", "application/json", "schema");
    const part = {
      type: "object",
      properties: { size: { type: "integer", format: "int32" } },
    };
    const madeBy = { type: "string", readOnly: true };
    expect(item("RouteService_Update")).toEqual({
      type: "object",
      properties: { part: orNull(part), madeBy },
    });
    expect(item("RouteService_Update2")).toMatchObject({
      properties: {
        name: { type: "string" },
        item: orNull({
          type: "object",
          properties: { name: { type: "string" }, part: orNull(part), madeBy },
          required: ["name"],
        }),
      },
    });
  });

  test("refer to a message that is the whole body", () => {
    const body = (id: string) => operation(id).node.requestBody;
    expect(body("RouteService_Get2_")).toEqual({ required: true, content: json(ref("Request")) });
    expect(body("RouteService_Get5")).toEqual({ required: true, content: json(ref("Item")) });
    expect(body("RouteService_Update3")).toEqual({
      required: true,
      content: json({ type: "array", items: { type: "string" } }),
    });
    expect(body("RouteService_Nothing")).toEqual({ content: json(ref("None")) });
    expect(body("RouteService_Get")).toBeUndefined();
  });

  const failure = { $ref: "#/components/responses/Error" };
  test("answer the message, or the field that response_body names, or a google.rpc.Status", () => {
    expect(operation("RouteService_Get").node.responses).toEqual({
      200: { description: "OK", content: json(ref("Answer")) },
      default: failure,
    });
    expect(operation("RouteService_Update").node.responses).toMatchObject({
      200: { content: json({ type: "array", items: ref("Item") }) },
    });
    const schema = at(
      routes.root,
      "components",
      "responses",
      "Error",
      "content",
      "application/json",
      "schema",
    );
    expect(schema).toEqual({ $ref: "#/components/schemas/google.rpc.Status" });
  });

  test("answer events where the method streams", () => {
    expect(operation("RouteService_Watch").node.responses).toMatchObject({
      200: { content: { "text/event-stream": { schema: ref("Answer") } } },
    });
  });

  test.each(["RouteService_Upload", "RouteService_Chat"])("answer 501 where the caller streams: %s", (id) => {
    const { node } = operation(id);
    expect(node.responses).toEqual({ 501: failure, default: failure });
    expect(node.description).toContain("streams from the client");
    expect(node.requestBody).toBeUndefined();
  });

  test("tell what is deprecated", () => {
    const old = routes.operations.filter(({ node }) => node.deprecated === true);
    expect(old.map(({ node }) => node.operationId)).toEqual(["RouteService_Nothing"]);
  });
});

function orNull(schema: Readonly<Record<string, unknown>>) {
  return { ...schema, type: [schema.type, "null"] };
}

test("an API without HTTP has no document", async () => {
  const { gen, config } = await load(["openapi/routes.proto"], { openapi: null });
  expect(config.map(({ path }) => path)).toContain("buf.yaml");
  expect(gen.map(({ path }) => path)).not.toContain("api/openapi.yaml");
});

describe("a query", () => {
  test("goes into messages until one is in itself", async () => {
    const { operations } = await describeIdl("openapi/kinds.proto");
    const find = operations.find(({ node }) => node.operationId === "KindService_Find");
    const list = Array.isArray(find?.node.parameters) ? find.node.parameters.map(nodeOf) : [];
    const query = new Map(
      list.filter((one) => one.in === "query").map((one) => [String(one.name), one.schema]),
    );
    expect([...query.keys()].filter((name) => name.includes("."))).toEqual([
      "leaf.name",
      "right.name",
      "leaf.branch.name",
      "leaf.branch.since",
      "right.branch.name",
      "right.branch.since",
    ]);
    expect(query.get("times")).toEqual({ type: "array", items: { type: "string", format: "date-time" } });
    expect(query.get("wrappedLong")).toEqual({ type: "string", format: "int64" });
    for (const name of [
      "id",
      "shade",
      "counts",
      "leaves",
      "any",
      "struct",
      "value",
      "list",
      "empty",
      "nothing",
    ])
      expect(query.has(name), name).toBe(false);
  });
});
