import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, type GrpcClient, grpcClient } from "./grpc-client.ts";
import { at, call, samples, traceparent } from "./http-client.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";
import { type Violation, violationsInJson, violationsInStatus } from "./violations.ts";

/** A request of test/fixtures/idl/validated, as it is sent over both protocols, and what is wrong with it. */
interface Case {
  readonly name: string;
  readonly rpc: string;
  readonly request: object;
  readonly http: { readonly path: string; readonly body?: object };
  readonly violations: readonly Violation[];
}

const day = (n: number) => ({ seconds: n * 86_400 });
const dayInJson = (n: number) => new Date(n * 86_400_000).toISOString();
const guest = { fullName: "Ada", mail: "ada@example.com" };
const good = { guests: [guest], checkIn: day(1), checkOut: day(2) };
const goodInJson = { guests: [guest], checkIn: dayInJson(1), checkOut: dayInJson(2) };

const cases: readonly Case[] = [
  {
    name: "text that is too short, in the path",
    rpc: "Book",
    request: { ...good, room: "a" },
    http: { path: "/v1/rooms/a/bookings", body: goodInJson },
    violations: [{ field: "room", description: "must be at least 2 characters" }],
  },
  {
    name: "a list without items and a message that is missing",
    rpc: "Book",
    request: { room: "101", checkOut: day(2) },
    http: { path: "/v1/rooms/101/bookings", body: { checkOut: dayInJson(2) } },
    violations: [
      { field: "guests", description: "must contain at least 1 item(s)" },
      { field: "check_in", description: "value is required" },
    ],
  },
  {
    name: "fields of messages in a list, a rule in CEL among them",
    rpc: "Book",
    request: { ...good, room: "101", guests: [guest, { fullName: "", mail: "nobody" }] },
    http: {
      path: "/v1/rooms/101/bookings",
      body: { ...goodInJson, guests: [guest, { fullName: "", mail: "nobody" }] },
    },
    violations: [
      { field: "guests[1].full_name", description: "must be at least 1 characters" },
      { field: "guests[1].mail", description: "must have an @" },
    ],
  },
  {
    name: "a value in a map",
    rpc: "Book",
    request: { ...good, room: "101", notes: { door: "open wide" } },
    http: { path: "/v1/rooms/101/bookings", body: { ...goodInJson, notes: { door: "open wide" } } },
    violations: [{ field: 'notes["door"]', description: "must be at most 5 characters" }],
  },
  {
    name: "a message whose fields don't agree",
    rpc: "Book",
    request: { ...good, room: "101", checkIn: day(3) },
    http: { path: "/v1/rooms/101/bookings", body: { ...goodInJson, checkIn: dayInJson(3) } },
    violations: [{ field: "", description: "check_out must be after check_in" }],
  },
  {
    name: "a path and a query",
    rpc: "Find",
    request: { id: "x", pageSize: 101 },
    http: { path: "/v1/bookings/x?page_size=101" },
    violations: [
      { field: "id", description: "does not match regex pattern `^b-[0-9]+$`" },
      { field: "page_size", description: "must be greater than or equal to 0 and less than or equal to 100" },
    ],
  },
  {
    name: "the request of a stream",
    rpc: "Watch",
    request: { id: "x" },
    http: { path: "/acme.bookings.v1.BookingService/Watch", body: { id: "x" } },
    violations: [{ field: "id", description: "does not match regex pattern `^b-[0-9]+$`" }],
  },
];

/** Has the method Chat answer each message that it receives; the other methods stay as they are made. */
export function writeChat(folder: string): void {
  const file = join(folder, "internal", "rpc", "booking_service.go");
  const source = readFileSync(file, "utf8");
  const body = `	for {
		if _, err := recv(); err != nil {
			return err
		}
		if err := send(&bookingsv1.PingResponse{}); err != nil {
			return err
		}
	}
`;
  const written = source.replace(/(\) Chat\(.*\{\n)[^}]*/, `$1${body}`);
  if (written === source) throw new Error(`${file} has no method Chat to write`);
  writeFileSync(file, written);
}

/** The contract of an IDL with rules: what breaks one never reaches a handler, and is answered alike on every protocol. */
export function validationContract(subject: Subject): void {
  describe("validation", () => {
    let service: RunningService;
    beforeAll(async () => {
      service = await startService({ ...subject });
    });
    afterAll(async () => {
      await service?.stop();
    });

    if (subject.speaks.includes("http")) {
      it.each(cases)("refuses $name with 400 over HTTP", async ({ http, violations }) => {
        const answer = await call(service.speaking("http"), http.path, http);
        expect(answer.status, answer.text).toBe(400);
        expect(at(answer.json(), "code")).toBe(3);
        expect(violationsInJson(answer.json())).toEqual(violations);
        for (const { field } of violations.slice(0, 1))
          expect(String(at(answer.json(), "message"))).toContain(field);
      });

      it("hands on what keeps the rules, and messages that have none, over HTTP", async () => {
        for (const { path, body } of [
          { path: "/v1/rooms/101/bookings", body: goodInJson },
          { path: "/v1/bookings/b-1?page_size=100", body: undefined },
          { path: "/acme.bookings.v1.BookingService/Ping", body: {} },
        ]) {
          const answer = await call(service.speaking("http"), path, body === undefined ? {} : { body });
          expect(answer.status, answer.text).toBe(501); // nobody has written the method
        }
      });

      it("traces, logs and counts what it refuses", async () => {
        const traceId = "5af7651916cd43dd8448eb211c80319c";
        const headers = { traceparent: traceparent(traceId) };
        const answer = await call(service.speaking("http"), "/v1/bookings/y", { headers });
        expect(answer.headers.get("x-trace-id")).toBe(traceId);
        const line = await service.logged(({ msg, trace_id }) => msg === "request" && trace_id === traceId);
        expect(JSON.stringify(line)).toContain("INVALID_ARGUMENT: id: does not match");
        const { text } = await call(service.address("admin"), "/metrics");
        const labels = samples(text, "http_server_request_duration_seconds_count").map((one) => one.labels);
        expect(
          labels.filter((one) => one.includes("/v1/bookings/{id}") && one.includes('"400"')),
        ).toHaveLength(1);
      });
    }

    if (!subject.speaks.includes("grpc")) return;
    describe("over gRPC", () => {
      let client: GrpcClient;
      beforeAll(() => {
        client = grpcClient({
          address: service.speaking("grpc"),
          includes: [join(subject.folder, "api"), join(subject.folder, "third_party")],
          file: "acme/bookings/v1/bookings.proto",
          service: "acme.bookings.v1.BookingService",
        });
      });
      afterAll(() => client?.close());

      it.each(cases.filter(({ rpc }) => rpc !== "Watch"))(
        "refuses $name with the violations that HTTP has",
        async ({ rpc, request, violations }) => {
          const outcome = await client.unary(rpc, request);
          expect(outcome.code, outcome.message).toBe(3);
          expect(violationsInStatus(outcome.status)).toEqual(violations);
          expect(outcome.metadata("x-trace-id")).toMatch(/^[0-9a-f]{32}$/);
        },
      );

      it("hands on what keeps the rules", async () => {
        expect((await client.unary("Book", { ...good, room: "101" })).code).toBe(12);
        expect((await client.unary("Ping", {})).code).toBe(12);
      });

      it("refuses the request of a server stream", async () => {
        const stream = client.watch("Watch", { id: "x" });
        stream.resume();
        const { code, status } = await failureOf(stream);
        expect(code).toBe(3);
        expect(violationsInStatus(status)).toEqual(cases.at(-1)?.violations);
      });

      it("checks every message of a stream, which the first that breaks a rule ends", async () => {
        const chat = client.sync("Chat");
        const failure = failureOf(chat);
        chat.write(guest);
        await once(chat, "data");
        chat.write({ fullName: "" });
        const { code, status } = await failure;
        expect(code).toBe(3);
        expect(violationsInStatus(status)).toEqual([
          { field: "full_name", description: "must be at least 1 characters" },
        ]);
      });
    });
  });
}
