import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, at, call, samples, traceparent } from "./http-client.ts";
import { type RunningService, startService, until } from "./running-service.ts";
import type { Subject } from "./subject.ts";

const metric = "http_server_request_duration_seconds_count";

export function httpContract(subject: Subject): void {
  describe("HTTP/JSON", () => {
    let service: RunningService;
    let http: string;
    beforeAll(async () => {
      service = await startService({
        ...subject,
        env: { MAX_REQUEST_BYTES: "65536" },
      });
      http = service.speaking("http");
    });
    afterAll(() => service?.stop());

    async function createItem(stock: number): Promise<string> {
      const answer = await call(http, "/v1/items", { body: { name: "teapot", stock } });
      expect(answer.status).toBe(200);
      return String(at(answer.json(), "item", "id"));
    }
    const metrics = async () => (await call(service.address("admin"), "/metrics")).text;

    describe("routes", () => {
      it("follow google.api.http", async () => {
        const id = await createItem(5);
        const answer = await call(http, `/v1/items/${id}`);
        expect(answer.status).toBe(200);
        expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
        expect(answer.json()).toEqual({ item: { id, name: "teapot", stock: "5" } });
      });

      it("take the rest of a request from the query", async () => {
        await createItem(1);
        await createItem(1);
        const answer = await call(http, "/v1/items?page_size=1");
        expect(at(answer.json(), "items")).toHaveLength(1);
        expect(at(answer.json(), "nextPageToken")).not.toBe("");
      });

      it("emit fields that are not populated", async () => {
        const id = await createItem(0);
        expect((await call(http, `/v1/items/${id}`)).json()).toEqual({
          item: { id, name: "teapot", stock: "0" },
        });
      });

      it("reserve once for one token", async () => {
        const id = await createItem(3);
        const reserve = (quantity: number, token: string) =>
          call(http, `/v1/items/${id}:reserve`, { body: { quantity, token } });
        const first = await reserve(2, "order-1");
        const again = await reserve(2, "order-1");
        expect(first.status).toBe(200);
        expect(again.json()).toEqual(first.json());
        expect(at((await call(http, `/v1/items/${id}`)).json(), "item", "stock")).toBe("1");
      });

      it("never sell more than there is", async () => {
        const id = await createItem(10);
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, i) =>
            call(http, `/v1/items/${id}:reserve`, { body: { quantity: 1, token: `caller-${i}` } }),
          ),
        );
        expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10);
        const refused = answers.filter((answer) => answer.status !== 200);
        expect(new Set(refused.map((answer) => at(answer.json(), "code")))).toEqual(new Set([9]));
        expect(at((await call(http, `/v1/items/${id}`)).json(), "item", "stock")).toBe("0");
      });
    });

    describe("refusals are google.rpc.Status in JSON:", () => {
      const cases: readonly (readonly [string, () => Promise<Answer>, number, number, RegExp])[] = [
        ["a missing item", () => call(http, "/v1/items/nosuch"), 404, 5, /./],
        ["an unknown path", () => call(http, "/nosuch"), 404, 5, /./],
        ["an invalid value", () => call(http, "/v1/items", { body: { name: "", stock: 1 } }), 400, 3, /name/],
        ["JSON that is none", () => call(http, "/v1/items", { raw: "{", headers: json }), 400, 3, /./],
        ["an unknown field", () => call(http, "/v1/items", { body: { colour: "red" } }), 400, 3, /colour/],
        ["a field of another type", () => call(http, "/v1/items", { body: { name: 7 } }), 400, 3, /name/],
        ["an unknown parameter", () => call(http, "/v1/items?colour=red"), 400, 3, /colour/],
        ["a parameter of another type", () => call(http, "/v1/items?page_size=many"), 400, 3, /page_?size/i],
        [
          "another content type",
          () => call(http, "/v1/items", { raw: "name=x", headers: form }),
          415,
          3,
          /json/i,
        ],
        [
          "a body over the limit",
          () => call(http, "/v1/items", { body: { name: "x".repeat(70_000) } }),
          413,
          8,
          /./,
        ],
        ["a stream from the client", () => call(http, synchronise, { body: {} }), 501, 12, /./],
      ];
      it.each(cases)("%s", async (_, send, status, code, message) => {
        const answer = await send();
        expect(answer.status).toBe(status);
        expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
        expect(at(answer.json(), "code")).toBe(code);
        expect(at(answer.json(), "message")).toMatch(message);
        expect(at(answer.json(), "details")).toEqual([]);
        expect(answer.headers.get("x-trace-id")).toMatch(/^[0-9a-f]{32}$/);
      });

      it("another method, with what is allowed", async () => {
        const answer = await call(http, "/v1/items", { method: "DELETE" });
        expect(answer.status).toBe(405);
        expect(answer.headers.get("allow")?.split(/, ?/).sort()).toEqual(
          expect.arrayContaining(["GET", "POST"]),
        );
        expect(answer.headers.get("x-trace-id")).toMatch(/^[0-9a-f]{32}$/);
      });
    });

    describe("server streams", () => {
      it("are Server-Sent Events, one a message", async () => {
        const id = await createItem(4);
        const stream = await openStream(`http://${http}/v1/items/${id}:watch`);
        expect(stream.contentType).toMatch(/^text\/event-stream/);
        expect(JSON.parse(await stream.next())).toEqual({ item: { id, name: "teapot", stock: "4" } });
        await call(http, `/v1/items/${id}:reserve`, { body: { quantity: 1, token: "watched" } });
        expect(JSON.parse(await stream.next())).toEqual({ item: { id, name: "teapot", stock: "3" } });
        await stream.close();
      });

      it("that fail before their first message are answered like any call", async () => {
        const answer = await call(http, "/v1/items/nosuch:watch");
        expect(answer.status).toBe(404);
        expect(at(answer.json(), "code")).toBe(5);
      });
    });

    describe("telemetry", () => {
      it("continues the caller's trace, and ties answer, log line and metric to it", async () => {
        const id = await createItem(1);
        const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        const answer = await call(http, `/v1/items/${id}`, {
          headers: { traceparent: traceparent(traceId) },
        });
        expect(answer.headers.get("x-trace-id")).toBe(traceId);
        const line = await service.logged(
          (candidate) => candidate.trace_id === traceId && candidate.msg === "request",
        );
        expect(line).toMatchObject({ method: "GET", route: "/v1/items/{id}", status: 200 });
        expect(line.span_id).toMatch(/^[0-9a-f]{16}$/);
        const exposition = await call(service.address("admin"), "/metrics", {
          headers: { accept: "application/openmetrics-text; version=1.0.0" },
        });
        expect(exposition.text).toContain(`trace_id="${traceId}"`);
      });

      it("starts a new trace when the caller's is invalid", async () => {
        const answer = await call(http, "/v1/items", {
          headers: { traceparent: traceparent("0".repeat(32)) },
        });
        expect(answer.headers.get("x-trace-id")).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
      });

      it("continues the trace of refused requests, and logs them", async () => {
        const traceId = "aaaabbbbccccddddeeeeffff00001111";
        const answer = await call(http, "/nosuch", { headers: { traceparent: traceparent(traceId) } });
        expect(answer.headers.get("x-trace-id")).toBe(traceId);
        const line = await service.logged((candidate) => candidate.trace_id === traceId);
        expect(line).toMatchObject({ msg: "request", status: 404 });
      });

      it("labels requests with the route's template, method and status", async () => {
        await call(http, "/v1/items/some-id");
        const labels = samples(await metrics(), metric).map((sample) => sample.labels);
        expect(
          labels.some(
            (label) => /"GET".*"404".*|"404".*"GET"/.test(label) && label.includes('"/v1/items/{id}"'),
          ),
        ).toBe(true);
      });

      it("keeps a thousand unknown paths in one series", async () => {
        await call(http, "/unknown-0");
        const before = samples(await metrics(), metric).length;
        for (let i = 1; i <= 1000; i += 50) {
          await Promise.all(Array.from({ length: 50 }, (_, j) => call(http, `/unknown-${i + j}`)));
        }
        expect(samples(await metrics(), metric)).toHaveLength(before);
      });

      it("keeps invented methods in one series", async () => {
        await call(http, "/v1/items", { method: "BREW" });
        const before = samples(await metrics(), metric).length;
        await call(http, "/v1/items", { method: "STEEP" });
        expect(samples(await metrics(), metric)).toHaveLength(before);
      });
    });

    it("accepts unknown fields and parameters with HTTP_UNKNOWN_FIELDS=ignore", async () => {
      const lenient = await startService({
        ...subject,
        env: { HTTP_UNKNOWN_FIELDS: "ignore" },
      });
      const body = { name: "teapot", stock: 1, colour: "red" };
      const created = await call(lenient.speaking("http"), "/v1/items", { body });
      const listed = await call(lenient.speaking("http"), "/v1/items?colour=red");
      await lenient.stop();
      expect([created.status, listed.status]).toEqual([200, 200]);
    });

    it("drops clients that send their headers too slowly", async () => {
      const { connect } = await import("node:net");
      const [host = "", port = ""] = http.split(":");
      const socket = connect(Number(port), host);
      socket.write("GET /v1/items HTTP/1.1\r\nHost: x\r\n");
      let closed = false;
      socket.on("close", () => {
        closed = true;
      });
      socket.on("error", () => {});
      const drip = setInterval(() => socket.write("X-Drip: 1\r\n"), 500);
      await until(
        () => closed,
        () => "the connection is still held",
        15_000,
      ).finally(() => clearInterval(drip));
    }, 20_000);
  });
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const synchronise = "/inventory.v1.InventoryService/Synchronise";

interface EventStream {
  readonly contentType: string;
  /** The data of the next event; fails when the stream ends. */
  readonly next: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openStream(url: string): Promise<EventStream> {
  const abort = new AbortController();
  const response = await fetch(url, { signal: abort.signal });
  if (response.body === null) throw new Error("no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  return {
    contentType: response.headers.get("content-type") ?? "",
    next: async () => {
      for (;;) {
        const end = buffer.indexOf("\n\n");
        if (end >= 0) {
          const event = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          return event.replace(/^data: ?/gm, "");
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended, after: ${buffer}`);
        buffer += value;
      }
    },
    close: async () => {
      abort.abort();
      await reader.cancel().catch(() => {});
    },
  };
}
