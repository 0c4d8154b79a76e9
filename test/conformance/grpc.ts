import * as grpc from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GrpcClient, inventoryClient, type Outcome, unknownMethod } from "./grpc-client.ts";
import { at, call, type Json, samples, traceparent } from "./http-client.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

const metric = "rpc_server_call_duration_seconds_count";

export function grpcContract(subject: Subject): void {
  describe("gRPC", () => {
    let service: RunningService;
    let client: GrpcClient;
    beforeAll(async () => {
      service = await startService({
        ...subject,
        env: { MAX_REQUEST_BYTES: "65536" },
      });
      client = inventoryClient(service.speaking("grpc"), subject.folder);
    });
    afterAll(async () => {
      client?.close();
      await service?.stop();
    });

    async function createItem(stock: number): Promise<string> {
      const outcome = await client.unary("CreateItem", { name: "teapot", stock });
      expect(outcome.code).toBe(0);
      return String(at(plain(outcome.response), "item", "id"));
    }
    const metrics = async () => (await call(service.address("admin"), "/metrics")).text;

    it("serves the methods of the IDL", async () => {
      const id = await createItem(5);
      const { code, response } = await client.unary("GetItem", { id });
      expect(code).toBe(0);
      expect(response).toEqual({ item: { id, name: "teapot", stock: "5" } });
    });

    const refusals: readonly (readonly [string, number, (client: GrpcClient) => Promise<Outcome>])[] = [
      ["a missing item", 5, (c) => c.unary("GetItem", { id: "nosuch" })],
      ["an invalid value", 3, (c) => c.unary("CreateItem", { name: "" })],
      ["a message over the limit", 8, (c) => c.unary("CreateItem", { name: "x".repeat(70_000) })],
    ];
    it.each(refusals)("refuses %s with code %i and its trace id", async (_, code, send) => {
      const outcome = await send(client);
      expect(outcome.code).toBe(code);
      expect(outcome.metadata("x-trace-id")).toMatch(/^[0-9a-f]{32}$/);
    });

    it("answers unknown methods UNIMPLEMENTED, traced, logged and counted as one series", async () => {
      const traceId = "0123456789abcdef0123456789abcdef";
      const outcome = await unknownMethod(service.speaking("grpc"), { traceparent: traceparent(traceId) });
      expect(outcome.code).toBe(12);
      expect(outcome.metadata("x-trace-id")).toBe(traceId);
      await service.logged((line) => line.trace_id === traceId && line.msg === "request");
      const labels = samples(await metrics(), metric).map((sample) => sample.labels);
      expect(labels.filter((label) => label.includes("_OTHER"))).toHaveLength(1);
    });

    it("continues the caller's trace, and ties answer, log line and metric to it", async () => {
      const traceId = "4bf92f3577b34da6a3ce929d0e0e4737";
      const outcome = await client.unary("ListItems", {}, { traceparent: traceparent(traceId) });
      expect(outcome.metadata("x-trace-id")).toBe(traceId);
      const line = await service.logged(
        (candidate) => candidate.trace_id === traceId && candidate.msg === "request",
      );
      expect(String(line.method ?? line.route)).toContain("ListItems");
      const exposition = await call(service.address("admin"), "/metrics", {
        headers: { accept: "application/openmetrics-text; version=1.0.0" },
      });
      expect(exposition.text).toContain(`trace_id="${traceId}"`);
    });

    it("streams an item's changes", async () => {
      const id = await createItem(4);
      const stream = client.watch("WatchItem", { id });
      const messages = stream.iterator({ destroyOnReturn: false });
      expect((await messages.next()).value).toEqual({ item: { id, name: "teapot", stock: "4" } });
      await client.unary("Reserve", { itemId: id, quantity: 1, token: "watched-by-grpc" });
      expect((await messages.next()).value).toEqual({ item: { id, name: "teapot", stock: "3" } });
      stream.on("error", () => {}); // it is cancelled
      stream.cancel();
    });

    it("applies each adjustment of a stream once, however often it is sent", async () => {
      const id = await createItem(10);
      for (const replayed of [false, true]) {
        const stream = client.sync("Synchronise");
        stream.write({ token: "cut-and-resumed", itemId: id, delta: -3 });
        stream.end();
        const answers = await stream.toArray();
        expect(answers).toEqual([
          { token: "cut-and-resumed", item: { id, name: "teapot", stock: "7" }, replayed },
        ]);
      }
    });

    it("does not list its API unless GRPC_REFLECTION is on", async () => {
      expect((await reflection(service.speaking("grpc"))).code).toBe(12);
      const open = await startService({
        ...subject,
        env: { GRPC_REFLECTION: "on" },
      });
      const listed = await reflection(open.speaking("grpc"));
      await open.stop();
      expect(listed.code).not.toBe(12);
    });

    if (subject.speaks.includes("http")) {
      describe("and HTTP", () => {
        const pairs: readonly (readonly [
          string,
          (c: GrpcClient) => Promise<Outcome>,
          string,
          object | undefined,
        ])[] = [
          ["a missing item", (c) => c.unary("GetItem", { id: "nosuch" }), "/v1/items/nosuch", undefined],
          ["an invalid value", (c) => c.unary("CreateItem", { name: "" }), "/v1/items", { name: "" }],
          [
            "too much stock",
            (c) => c.unary("Reserve", { itemId: "nosuch", quantity: 1, token: "t" }),
            "/v1/items/nosuch:reserve",
            { quantity: 1, token: "t" },
          ],
        ];
        it.each(pairs)("give the same code and message for %s", async (_, byGrpc, path, body) => {
          const outcome = await byGrpc(client);
          const answer = await call(service.speaking("http"), path, body === undefined ? {} : { body });
          expect(at(answer.json(), "code")).toBe(outcome.code);
          expect(at(answer.json(), "message")).toBe(outcome.message);
        });

        it("give the same answer", async () => {
          const id = await createItem(2);
          const outcome = await client.unary("GetItem", { id });
          const answer = await call(service.speaking("http"), `/v1/items/${id}`);
          expect(answer.json()).toEqual(plain(outcome.response));
        });

        it("count a request of the gateway once", async () => {
          const before = sum(samples(await metrics(), metric));
          await call(service.speaking("http"), "/v1/items");
          expect(sum(samples(await metrics(), metric))).toBe(before);
        });
      });
    }
  });
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

function sum(values: readonly { readonly value: number }[]): number {
  return values.reduce((total, { value }) => total + value, 0);
}

async function reflection(address: string): Promise<{ readonly code: number }> {
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  const same = (bytes: Buffer) => bytes;
  const stream = client.makeBidiStreamRequest(
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    same,
    same,
  );
  stream.on("error", () => {}); // the status has it too
  stream.on("data", () => {});
  const status = new Promise<number>((resolve) => stream.on("status", ({ code }) => resolve(code)));
  stream.end(Buffer.from([0x3a, 0x01, 0x2a])); // list_services: "*"
  const code = await status;
  client.close();
  return { code };
}
