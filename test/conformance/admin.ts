import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, call } from "./http-client.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

const debugPaths = ["/debug/pprof/", "/debug/pprof/heap", "/debug/pprof/cmdline", "/debug/vars"];

export function adminContract(subject: Subject): void {
  describe("the admin port", () => {
    let service: RunningService;
    beforeAll(async () => {
      service = await startService({
        ...subject,
        env: { DEBUG_ADDR: ":0", DEBUG_TOKEN: "conformance-token" },
      });
    });
    afterAll(() => service?.stop());

    it.each(["/live", "/readyz", "/startupz"])(
      "answers 200 on %s when the service has started",
      async (path) => {
        expect((await call(service.address("admin"), path)).status).toBe(200);
      },
    );

    it("reports framework_version, build_timestamp and dependency_compliance_level on /healthz", async () => {
      const health = (await call(service.address("admin"), "/healthz")).json();
      expect(at(health, "framework_version")).toMatch(/^(go|v)\d+\.\d+/);
      expect(at(health, "build_timestamp")).toEqual(expect.any(String));
      expect(at(health, "dependency_compliance_level")).toBe("full");
    });

    it("says that every dependency is there", async () => {
      expect((await call(service.address("admin"), "/healthz")).text).toContain("store");
    });

    it("exposes metrics in the Prometheus format", async () => {
      const metrics = await call(service.address("admin"), "/metrics");
      expect(metrics.status).toBe(200);
      expect(metrics.text).toMatch(/^go_goroutines \d+$/m);
    });

    it("hands out no profile", async () => {
      for (const path of debugPaths)
        expect((await call(service.address("admin"), path)).status, path).toBe(404);
    });

    if (subject.speaks.includes("http")) {
      it("hands out no profile on the public port either", async () => {
        for (const path of debugPaths)
          expect((await call(service.speaking("http"), path)).status, path).toBe(404);
      });
    }

    describe("and the debug port", () => {
      it("listens on loopback when its address names no host", () => {
        expect(service.address("debug")).toMatch(/^(127\.0\.0\.1|\[::1\]):/);
      });

      it.each([
        ["no token", {}],
        ["another token", { authorization: "Bearer conformance-tokem" }],
        ["the token without its scheme", { authorization: "conformance-token" }],
      ])("refuses %s", async (_, headers) => {
        for (const path of debugPaths.slice(0, 3)) {
          const answer = await call(service.address("debug"), path, { headers });
          expect(answer.status, path).toBe(401);
          expect(answer.text).not.toContain("goroutine");
        }
      });

      it("serves profiles with the token", async () => {
        const headers = { authorization: "Bearer conformance-token" };
        const heap = await call(service.address("debug"), "/debug/pprof/heap?debug=1", { headers });
        expect(heap.status).toBe(200);
        expect(heap.text).toContain("heap profile");
      });
    });
  });
}
