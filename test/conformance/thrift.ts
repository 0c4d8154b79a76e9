import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, call, type Json, samples, traceparent } from "./http-client.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

const metric = "rpc_server_call_duration_seconds_count";

interface Call {
  readonly method: string;
  readonly request: Json;
  readonly traceparent?: string;
}

interface Outcome {
  /** 0 and a response, a business status, or -1 for what is none. */
  readonly code: number;
  readonly message: string;
  readonly response: Json;
  readonly traceId: string;
}

/** The calls of the contract over Thrift, sent by a Kitex client that is built on the service's own `client`. */
export function thriftContract(subject: Subject): void {
  describe("Thrift", () => {
    let service: RunningService;
    let caller: string;
    beforeAll(async () => {
      const source = readFileSync(fileURLToPath(new URL("kitex-caller.go", import.meta.url)), "utf8");
      caller = buildCommand(subject.folder, "caller", source);
      service = await startService({ ...subject, env: { MAX_REQUEST_BYTES: "65536" } });
    });
    afterAll(async () => {
      await service?.stop();
    });

    function send(...calls: readonly Call[]): readonly Outcome[] {
      const { status, stdout, stderr } = spawnSync(caller, [service.speaking("thrift")], {
        input: calls.map((one) => JSON.stringify(one)).join("\n"),
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
      return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    }
    const one = (of: Call): Outcome => send(of)[0] ?? { code: -1, message: "", response: null, traceId: "" };
    const createItem = (stock: number): string =>
      String(at(one({ method: "CreateItem", request: { name: "teapot", stock } }).response, "item", "id"));

    it("serves the methods of the IDL", () => {
      const id = createItem(5);
      const { code, response } = one({ method: "GetItem", request: { id } });
      expect(code).toBe(0);
      expect(response).toEqual({ item: { id, name: "teapot", stock: 5 } });
    });

    it("reserves once for one token", () => {
      const id = createItem(3);
      const reserve = (token: string): Call => ({
        method: "Reserve",
        request: { item_id: id, quantity: 2, token },
      });
      const [first, again, other] = send(reserve("order-1"), reserve("order-1"), reserve("order-2"));
      expect(first?.code).toBe(0);
      expect(again?.response).toEqual(first?.response);
      expect(other).toMatchObject({ code: 9, message: "sold out" });
    });

    const refusals: readonly (readonly [string, number, Call])[] = [
      ["a missing item", 5, { method: "GetItem", request: { id: "nosuch" } }],
      ["an invalid value", 3, { method: "CreateItem", request: { name: "" } }],
    ];
    it.each(refusals)("refuses %s with code %i and its trace id", (_, code, refused) => {
      const outcome = one(refused);
      expect(outcome.code, outcome.message).toBe(code);
      expect(outcome.traceId).toMatch(/^[0-9a-f]{32}$/);
    });

    it("answers the program in the README", () => {
      const readme = readFileSync(join(subject.folder, "README.md"), "utf8");
      const [, program = ""] = /^```go\n(package main\n[\s\S]*?)^```$/m.exec(readme) ?? [];
      const source = program.replace("localhost:9090", service.address("thrift"));
      const { status, stdout, stderr } = spawnSync(buildCommand(subject.folder, "readme", source), [], {
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
      expect(stdout).toBe("teapot 3\n5 no such item\n");
    });

    it("logs its port by its name", () => {
      const ports = service.log().flatMap(({ port }) => (port === undefined ? [] : [port]));
      expect(ports.toSorted()).toEqual(["admin", "thrift"]);
    });

    it("refuses a message over the limit, which it does not read, with its trace id", () => {
      const outcome = one({ method: "CreateItem", request: { name: "x".repeat(70_000) } });
      expect(outcome.message).toContain("RESOURCE_EXHAUSTED");
      expect(outcome.traceId).toMatch(/^[0-9a-f]{32}$/);
    });

    it("continues the caller's trace, and ties answer, log line and metric to it", async () => {
      const traceId = "4bf92f3577b34da6a3ce929d0e0e4737";
      const outcome = one({ method: "ListItems", request: {}, traceparent: traceparent(traceId) });
      expect(outcome.traceId).toBe(traceId);
      await service.logged((line) => line.trace_id === traceId && line.msg === "request");
      const { text } = await call(service.address("admin"), "/metrics", {
        headers: { accept: "application/openmetrics-text; version=1.0.0" },
      });
      expect(text).toContain(`trace_id="${traceId}"`);
      expect(samples(text, metric).some(({ labels }) => labels.includes("ListItems"))).toBe(true);
    });
  });
}

/** Built as if it were a command of the service, whose folder stays as it is. */
export function buildCommand(folder: string, name: string, source: string): string {
  const [, module = ""] = /^module (\S+)$/m.exec(readFileSync(join(folder, "go.mod"), "utf8")) ?? [];
  const beside = (file: string) => join(folder, "..", file);
  const [file, overlay, binary] = [beside(`${name}.go`), beside(`${name}.json`), beside(name)];
  writeFileSync(file, source.replaceAll("gomicro.example/service", module));
  writeFileSync(overlay, JSON.stringify({ Replace: { [join(folder, "cmd", name, "main.go")]: file } }));
  const { status, stderr } = spawnSync(
    "go",
    ["build", "-trimpath", "-overlay", overlay, "-o", binary, `./cmd/${name}`],
    { cwd: folder, encoding: "utf8", env: { ...process.env, GOFLAGS: "-buildvcs=false" } },
  );
  if (status !== 0) throw new Error(`go build: ${stderr}`);
  return binary;
}
