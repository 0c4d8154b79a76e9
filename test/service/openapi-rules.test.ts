import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { type ApiMethod, apiMethods } from "../conformance/api-methods.ts";
import { call } from "../conformance/http-client.ts";
import { sampleMessages } from "../conformance/rule-samples.ts";
import { type RunningService, startService } from "../conformance/running-service.ts";
import { emit } from "../support/emit.ts";
import { at, type Document, nodeOf, type Operation, readDocument, validatorOf } from "../support/openapi.ts";
import { anyPair } from "../support/pairs.ts";
import { buildService } from "../support/service.ts";

/** What a schema says that is not asked of a validator: a rule in words, a format. */
const inWords = /Rules:|"format":"(email|hostname|ipv4|ipv6|uri|uri-reference)"/;

describe("the OpenAPI document of an IDL with rules", () => {
  const work = mkdtempSync(join(tmpdir(), "gomicro-ruled-"));
  const folder = join(work, "orders");
  let service: RunningService;
  let document: Document;
  let methods: readonly ApiMethod[];
  beforeAll(async () => {
    emit(folder, [
      ...anyPair({ speaks: ["http"] }).flags,
      "--idl",
      join(root, "test", "fixtures", "idl", "ruled"),
    ]);
    methods = apiMethods(folder);
    document = await readDocument(readFileSync(join(folder, "api", "openapi.yaml"), "utf8"));
    service = await startService({ binary: buildService(folder, "orders") });
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  const operation = (path: string): Operation => {
    const found = document.operations.find((one) => one.path === path);
    if (found === undefined) throw new Error(`${path} is not in the document`);
    return found;
  };
  /** Nobody has written the methods: 501 is a request that was taken. */
  const isTaken = async (path: string, options: Parameters<typeof call>[2]) => {
    const { status, text } = await call(service.speaking("http"), path, options);
    if (status !== 501 && status !== 400) throw new Error(`${path}: ${status} ${text}`);
    return status === 501;
  };

  it("is valid", () => {
    expect(document.problems).toEqual([]);
  });

  it("takes every body that the service takes, and refuses those that it refuses, but for rules in words", {
    timeout: 120_000,
  }, async () => {
    const wrong: string[] = [];
    let taken = 0;
    let refused = 0;
    for (const { procedure, desc, bindings } of methods) {
      if (bindings[0]?.template !== procedure) continue;
      const schema = at(operation(procedure).node, "requestBody", "content", "application/json", "schema");
      const validate = validatorOf(document.root, schema);
      const name = String(at(schema, "$ref")).replace("#/components/schemas/", "");
      const words = inWords.test(JSON.stringify(at(document.root, "components", "schemas", name)));
      for (const body of sampleMessages(desc.input)) {
        const problem = validate(body);
        const isGood = await isTaken(procedure, { body });
        if (isGood) taken++;
        else refused++;
        const where = `${procedure} ${JSON.stringify(body)}`;
        if (isGood && problem !== "") wrong.push(`${where} is taken: ${problem}`);
        if (!isGood && problem === "" && !words) wrong.push(`${where} is refused`);
      }
    }
    expect(wrong).toEqual([]);
    expect([taken, refused].map((count) => count > 1000)).toEqual([true, true]);
  });

  it.each([
    ["/v1/found/b-1/3?filter=a&tags=x", true],
    ["/v1/found/b-1/3?filter=a&tags=x&tags=abc&pageSize=100&within.word=a", true],
    ["/v1/found/c-1/3?filter=a&tags=x", false],
    ["/v1/found/b-1/2?filter=a&tags=x", false],
    ["/v1/found/b-1/3?tags=x", false],
    ["/v1/found/b-1/3?filter=&tags=x", false],
    ["/v1/found/b-1/3?filter=a", false],
    ["/v1/found/b-1/3?filter=a&tags=abcd", false],
    ["/v1/found/b-1/3?filter=a&tags=x&pageSize=101", false],
    ["/v1/found/b-1/3?filter=a&tags=x&within.word=", false],
  ])("says of %s what the service does: %s", async (path, isGood) => {
    expect(await isTaken(path, {})).toBe(isGood);
    const { pathname, searchParams } = new URL(path, "http://localhost");
    const [, , , name = "", number = ""] = pathname.split("/");
    const parameters = nodeOf(operation("/v1/found/{name}/{number}").node).parameters;
    const problems = (Array.isArray(parameters) ? parameters.map(nodeOf) : []).map((parameter) => {
      const key = String(parameter.name);
      const schema = nodeOf(parameter.schema);
      const sent = parameter.in === "path" ? [key === "name" ? name : number] : searchParams.getAll(key);
      if (sent.length === 0) return parameter.required === true ? `${key} is missing` : "";
      const words = sent.map((word) => (schema.type === "integer" ? Number(word) : word));
      return validatorOf(document.root, schema)(schema.type === "array" ? words : words[0]);
    });
    expect(
      problems.every((problem) => problem === ""),
      problems.join(),
    ).toBe(isGood);
  });

  it("knows what the path sets a part of", async () => {
    const schemaOf = (path: string) =>
      at(operation(path).node, "requestBody", "content", "application/json", "schema");
    const validate = validatorOf(document.root, schemaOf("/v1/cut/{within.word}"));
    for (const [body, isGood] of [
      [{}, true],
      [{ within: { other: "ab" } }, true],
      [{ within: { other: "abc" } }, false],
    ] as const) {
      expect(await isTaken("/v1/cut/a", { body })).toBe(isGood);
      expect(validate(body) === "").toBe(isGood);
    }
    const { parameters } = operation("/v1/seen/{pair.one}").node;
    expect(Array.isArray(parameters) ? parameters.map(nodeOf) : []).toContainEqual(
      expect.objectContaining({ name: "pair.other", required: true }),
    );
    expect(await isTaken("/v1/seen/a", {})).toBe(false);
    expect(await isTaken("/v1/seen/a?pair.other=b", {})).toBe(true);
  });

  it("says nothing of the query and the body below a field that is ignored", async () => {
    const path = "/v1/shared/ab";
    const thing = { title: "a" };
    expect(await isTaken(`${path}?free.title=${"x".repeat(20)}`, { method: "PUT", body: thing })).toBe(true);
    expect(await isTaken(path, { method: "PUT", body: { title: "" } })).toBe(false);
    const { node } = operation("/v1/shared/{name}");
    const parameters = Array.isArray(node.parameters) ? node.parameters.map(nodeOf) : [];
    expect(parameters.find(({ name }) => name === "free.title")?.schema).toEqual({ type: "string" });
    const body = at(node, "requestBody", "content", "application/json", "schema");
    expect(validatorOf(document.root, body)(thing)).toBe("");
    expect(validatorOf(document.root, body)({ title: "" })).not.toBe("");
  });
});
