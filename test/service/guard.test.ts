import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inventoryClient } from "../conformance/grpc-client.ts";
import { call, traceparent } from "../conformance/http-client.ts";
import { type RunningService, startService } from "../conformance/running-service.ts";
import { buildCommand } from "../conformance/thrift.ts";
import { emit } from "../support/emit.ts";
import { type Pair, type Protocol, pairs } from "../support/pairs.ts";
import { buildService } from "../support/service.ts";

const work = mkdtempSync(join(tmpdir(), "gomicro-guard-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** An interceptor of a user's: a call without a trace context is refused. Every client can send one. */
const interceptors = `package rpc

import (
	"context"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
)

func Interceptors(_ Deps) []call.Interceptor {
	return []call.Interceptor{func(next call.Handler) call.Handler {
		return func(ctx context.Context, stream call.Stream) error {
			if call.From(ctx).Header("traceparent") == "" {
				return fault.New(fault.Unauthenticated, "who are you")
			}
			return next(ctx, stream)
		}
	}}
}
`;

const item = { name: "teapot", stock: 1 };
const trace = traceparent("11111111111111111111111111111111");

/** The code of google.rpc.Code that a call with or without the header ends with, by protocol. */
const callers: Readonly<
  Record<Protocol, (service: RunningService, folder: string, header: string) => Promise<number>>
> = {
  http: async (service, _, header) => {
    const headers: Readonly<Record<string, string>> = header === "" ? {} : { traceparent: header };
    const { status } = await call(service.speaking("http"), "/v1/items", { body: item, headers });
    return { 200: 0, 401: 16 }[status] ?? status;
  },
  grpc: async (service, folder, header) => {
    const client = inventoryClient(service.speaking("grpc"), folder);
    const { code } = await client.unary("CreateItem", item, header === "" ? {} : { traceparent: header });
    client.close();
    return code;
  },
  thrift: async (service, folder, header) => {
    const source = readFileSync(join(import.meta.dirname, "..", "conformance", "kitex-caller.go"), "utf8");
    const caller = buildCommand(folder, "caller", source);
    const input = JSON.stringify({ method: "CreateItem", request: item, traceparent: header });
    const { stdout } = spawnSync(caller, [service.speaking("thrift")], { input, encoding: "utf8" });
    return JSON.parse(stdout).code;
  },
};

describe.each(pairs)("an interceptor of the user's, on $title", (pair: Pair) => {
  it("guards every protocol that is spoken", { timeout: 600_000 }, async () => {
    const folder = join(work, pair.title.replace(" ", "-"), "orders");
    emit(folder, [...pair.flags, "--module", "example.com/orders"]);
    writeFileSync(join(folder, "internal", "rpc", "interceptors.go"), interceptors);
    const binary = buildService(folder, "orders");
    const service = await startService({ ...pair, binary });
    try {
      for (const protocol of pair.speaks) {
        expect(await callers[protocol](service, folder, ""), `${protocol} without`).toBe(16);
        expect(await callers[protocol](service, folder, trace), `${protocol} with`).toBe(0);
      }
    } finally {
      await service.stop();
    }
  });
});
