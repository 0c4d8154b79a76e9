import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inventoryClient } from "./grpc-client.ts";
import { openStream } from "./http.ts";
import { at, call } from "./http-client.ts";
import { startService, until } from "./running-service.ts";
import type { Subject } from "./subject.ts";

export function lifecycleContract(subject: Subject): void {
  describe("shutdown", () => {
    const start = (env: Readonly<Record<string, string>> = {}) =>
      startService({
        ...subject,
        env: { ...env },
      });

    it.each(["SIGTERM", "SIGINT"] as const)("by %s ends with exit status 0", async (signal) => {
      const service = await start();
      expect((await service.stop(signal)).code).toBe(0);
    });

    it("turns readiness off before it stops serving", async () => {
      const service = await start({ DRAIN_DELAY: "2s" });
      const admin = service.address("admin");
      const stopped = service.stop();
      await until(
        async () => (await call(admin, "/readyz")).status === 503,
        () => "still ready",
      );
      expect((await call(admin, "/live")).status).toBe(200);
      if (subject.speaks.includes("http"))
        expect((await call(service.speaking("http"), "/v1/items")).status).toBe(200);
      expect((await stopped).code).toBe(0);
    });

    if (subject.speaks.includes("http")) {
      it("is not held up by an open stream", async () => {
        const service = await start({ SHUTDOWN_TIMEOUT: "8s" });
        const http = service.speaking("http");
        const created = await call(http, "/v1/items", { body: { name: "teapot", stock: 1 } });
        const stream = await openStream(`http://${http}/v1/items/${at(created.json(), "item", "id")}:watch`);
        await stream.next();
        const begun = Date.now();
        const { code } = await service.stop();
        expect(code).toBe(0);
        expect(Date.now() - begun).toBeLessThan(4_000);
      });
    }

    if (subject.idl === "proto" && subject.speaks.includes("grpc")) {
      it("ends open streams with UNAVAILABLE, idle ones too", async () => {
        const service = await start({ SHUTDOWN_TIMEOUT: "8s" });
        const client = inventoryClient(service.speaking("grpc"), subject.folder);
        const stream = client.sync("Synchronise");
        stream.on("error", () => {});
        const ended = new Promise<number>((resolve) => stream.on("status", (status) => resolve(status.code)));
        stream.write({ token: "idle", itemId: "nosuch", delta: 1 });
        await sleep(100); // the stream has to be open; there is nothing to wait for
        const begun = Date.now();
        const { code } = await service.stop();
        client.close();
        expect(code).toBe(0);
        expect(Date.now() - begun).toBeLessThan(4_000);
        expect([14, 5]).toContain(await ended);
      });
    }
  });
}
