import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GrpcClient, grpcClient } from "./grpc-client.ts";
import { at, call, samples, traceparent } from "./http-client.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

/** A method of google/example/library/v1/library.proto: the HTTP binding with values, and the route that stands for it in metrics. */
interface LibraryCall {
  readonly rpc: string;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly body?: object;
}

const book = { name: "shelves/1/books/2", author: "Ada", title: "Notes" };
const library: readonly LibraryCall[] = [
  { rpc: "CreateShelf", method: "POST", path: "/v1/shelves", route: "/v1/shelves", body: { theme: "Go" } },
  { rpc: "GetShelf", method: "GET", path: "/v1/shelves/1", route: "/v1/{name=shelves/*}" },
  { rpc: "ListShelves", method: "GET", path: "/v1/shelves?page_size=2", route: "/v1/shelves" },
  { rpc: "DeleteShelf", method: "DELETE", path: "/v1/shelves/1", route: "/v1/{name=shelves/*}" },
  {
    rpc: "MergeShelves",
    method: "POST",
    path: "/v1/shelves/1:merge",
    route: "/v1/{name=shelves/*}:merge",
    body: { otherShelf: "shelves/2" },
  },
  {
    rpc: "CreateBook",
    method: "POST",
    path: "/v1/shelves/1/books",
    route: "/v1/{parent=shelves/*}/books",
    body: book,
  },
  {
    rpc: "GetBook",
    method: "GET",
    path: "/v1/shelves/1/books/2",
    route: "/v1/{name=shelves/*/books/*}",
  },
  { rpc: "ListBooks", method: "GET", path: "/v1/shelves/1/books", route: "/v1/{parent=shelves/*}/books" },
  {
    rpc: "DeleteBook",
    method: "DELETE",
    path: "/v1/shelves/1/books/2",
    route: "/v1/{name=shelves/*/books/*}",
  },
  {
    rpc: "UpdateBook",
    method: "PATCH",
    path: "/v1/shelves/1/books/2?updateMask=title",
    route: "/v1/{book.name=shelves/*/books/*}",
    body: book,
  },
  {
    rpc: "MoveBook",
    method: "POST",
    path: "/v1/shelves/1/books/2:move",
    route: "/v1/{name=shelves/*/books/*}:move",
    body: { otherShelfName: "shelves/2" },
  },
];

/** The contract of methods that nobody has written yet, on every protocol of the pair. */
export function ownIdlContract(subject: Subject): void {
  describe("methods to be written", () => {
    let service: RunningService;
    beforeAll(async () => {
      service = await startService({ binary: subject.binary });
    });
    afterAll(async () => {
      await service?.stop();
    });

    it.each(library)("$rpc answers 501 over HTTP, naming the method", async (of) => {
      const answer = await call(service.address("http"), of.path, {
        method: of.method,
        ...(of.body === undefined ? {} : { body: of.body }),
      });
      expect(answer.status, answer.text).toBe(501);
      expect(at(answer.json(), "code")).toBe(12);
      expect(at(answer.json(), "message")).toContain(`LibraryService/${of.rpc}`);
    });

    it("counts each under its route, whatever the names in the path", async () => {
      const { text } = await call(service.address("admin"), "/metrics");
      const labels = samples(text, "http_server_request_duration_seconds_count").map((one) => one.labels);
      for (const { route } of library)
        expect(labels.filter((label) => label.includes(`"${route}"`))).not.toEqual([]);
    });

    if (!subject.ports.includes("grpc")) return;
    describe("over gRPC", () => {
      let client: GrpcClient;
      beforeAll(() => {
        client = grpcClient({
          address: service.address("grpc"),
          includes: [join(subject.folder, "api"), join(subject.folder, "third_party")],
          file: "google/example/library/v1/library.proto",
          service: "google.example.library.v1.LibraryService",
        });
      });
      afterAll(() => client?.close());

      it.each(library)("$rpc answers UNIMPLEMENTED, naming the method, traced", async ({ rpc }) => {
        const traceId = "0af7651916cd43dd8448eb211c80319c";
        const outcome = await client.unary(rpc, {}, { traceparent: traceparent(traceId) });
        expect(outcome.code).toBe(12);
        expect(outcome.message).toContain(`LibraryService/${rpc}`);
        expect(outcome.metadata("x-trace-id")).toBe(traceId);
      });
    });
  });
}
