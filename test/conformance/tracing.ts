import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Protocol } from "../support/pairs.ts";
import { inventoryClient } from "./grpc-client.ts";
import { call, traceparent } from "./http-client.ts";
import { otlpReceiver, type Receiver, type Span } from "./otlp-receiver.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

const callersSpan = "00f067aa0ba902b7";
const kinds = { server: 2, client: 3 };

/** One trace from the caller to the store, as a collector gets it. */
export function tracingContract(subject: Subject): void {
  describe("a traced request", () => {
    let receiver: Receiver;
    let service: RunningService;
    beforeAll(async () => {
      receiver = await otlpReceiver();
      service = await startService({
        ...subject,
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint },
      });
    });
    afterAll(async () => {
      await service?.stop();
      await receiver?.close();
    });

    const traces = new Map([
      ["http", "11111111111111111111111111111111"],
      ["grpc", "22222222222222222222222222222222"],
    ]);
    const send = async (protocol: Protocol): Promise<void> => {
      const headers = { traceparent: traceparent(traces.get(protocol) ?? "") };
      const item = { name: "teapot", stock: 1 };
      if (protocol === "http") {
        await call(service.speaking("http"), "/v1/items", { body: item, headers });
        return;
      }
      const client = inventoryClient(service.speaking("grpc"), subject.folder);
      await client.unary("CreateItem", item, headers);
      client.close();
    };

    it("is one trace: the caller's span, the server's, the store's", async () => {
      for (const protocol of subject.speaks) await send(protocol);
      // What is not sent yet is flushed by the end of the service.
      await service.stop();
      for (const protocol of subject.speaks) {
        const spans = receiver.spans().filter(({ trace }) => trace === traces.get(protocol));
        const servers = spans.filter(({ kind }) => kind === kinds.server);
        expect(servers, protocol).toHaveLength(1);
        expect(servers[0]?.parent).toBe(callersSpan);
        const stores = spans.filter(({ kind }) => kind === kinds.client);
        expect(stores.length, JSON.stringify(spans)).toBeGreaterThan(0);
        for (const span of stores) expect(rootOf(span, spans)).toBe(callersSpan);
      }
    });

    it("has its trace id on every log line of the request", () => {
      for (const protocol of subject.speaks) {
        const [server] = receiver.spans().filter(({ trace }) => trace === traces.get(protocol));
        const lines = service
          .log()
          .filter((line) => line.msg === "request" && line.trace_id === server?.trace);
        expect(lines, protocol).toHaveLength(1);
      }
    });
  });
}

/** The span that the chain of parents leads out of the service to. */
function rootOf(span: Span, spans: readonly Span[]): string {
  const parent = spans.find(({ id }) => id === span.parent);
  return parent === undefined ? span.parent : rootOf(parent, spans);
}
