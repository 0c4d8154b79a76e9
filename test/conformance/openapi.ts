import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, type Document, nodeOf, type Operation, readDocument, validatorOf } from "../support/openapi.ts";
import { type Answer, call } from "./http-client.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

/** The description of the HTTP API: served as it lies in the service, and true. */
export function openapiContract({ binary, folder, ports, speaks }: Subject): void {
  const speaksHttp = speaks.includes("http");
  describe("the OpenAPI document", () => {
    let service: RunningService;
    let text: string;
    let document: Document;
    beforeAll(async () => {
      service = await startService({ binary, ports });
      if (!speaksHttp) return;
      text = readFileSync(join(folder, "api", "openapi.yaml"), "utf8");
      document = await readDocument(text);
    });
    afterAll(() => service?.stop());
    const served = () => call(service.address("admin"), "/openapi.yaml");

    if (!speaksHttp) {
      it("is not there when nothing speaks HTTP", async () => {
        expect((await served()).status).toBe(404);
      });
      return;
    }

    it("is served on the admin port as it lies in the service", async () => {
      const answer = await served();
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("application/yaml");
      expect(answer.text).toBe(text);
    });

    it("is valid, and not on the public port", async () => {
      expect(document.problems).toEqual([]);
      expect((await call(service.speaking("http"), "/openapi.yaml")).status).toBe(404);
    });

    it("has an operation for each route, and no other", () => {
      const source = readFileSync(join(folder, "internal", "transport", "routes.gen.go"), "utf8");
      const routes = [...source.matchAll(/Method: "(\w+)", Template: "([^"]+)"/g)];
      const shapes = routes.map(([, method, template = ""]) => `${method} ${shapeOf(template)}`);
      expect(shapes).not.toEqual([]);
      const described = document.operations.map(({ method, path }) => `${method} ${shapeOf(path)}`);
      expect([...described].sort()).toEqual([...shapes].sort());
    });

    it("names no path that the service lacks, and tells every answer", async () => {
      for (const operation of document.operations) {
        const answer = await send(service.speaking("http"), operation);
        const where = `${operation.method} ${operation.path}: ${answer.status} ${answer.text}`;
        expect(answer.text, where).not.toContain("no such path");
        expect(answer.status, where).not.toBe(405);
        expect(mismatch(document, operation, answer), where).toBe("");
      }
    });
  });
}

/** What a template matches, whatever its variables are called. */
function shapeOf(template: string): string {
  return template
    .replace(/\{[^=}]*=([^}]*)\}/g, "$1")
    .replace(/\{[^}]*\}/g, "*")
    .replaceAll("**", "*");
}

/** Calls an operation with its parameters made up. */
function send(address: string, { method, path, node }: Operation): Promise<Answer> {
  const filled = path.replace(/\{[^}]*\}/g, "1");
  return call(address, filled, { method, ...(node.requestBody === undefined ? {} : { body: {} }) });
}

/** What in an answer is not as described. */
function mismatch({ root }: Document, { node }: Operation, answer: Answer): string {
  const responses = nodeOf(node.responses);
  const response = responses[answer.status] ?? at(root, "components", "responses", "Error");
  const followed =
    at(response, "$ref") === undefined ? response : at(root, "components", "responses", "Error");
  const type = (answer.headers.get("content-type") ?? "").replace(/;.*/, "");
  const schema = at(followed, "content", type, "schema");
  if (schema === undefined) return `${type} is not described`;
  return type === "application/json" ? validatorOf(root, schema)(answer.json()) : "";
}
