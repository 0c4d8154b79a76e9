import { describe, expect, it } from "vitest";
import { refuseToStart, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

const refused: readonly (readonly [name: string, value: string, accepted: RegExp])[] = [
  ["ADMIN_ADDR", "8081", /host:port/],
  ["LOG_LEVEL", "loud", /debug, info, warn or error/],
  ["SHUTDOWN_TIMEOUT", "soon", /duration/],
  ["MAX_REQUEST_BYTES", "-1", /bytes/],
  ["OTEL_EXPORTER_OTLP_PROTOCOL", "carrier-pigeon", /http\/protobuf/],
];

export function settingsContract(subject: Subject): void {
  describe("a bad setting", () => {
    const start = { binary: subject.binary };

    it.each(refused)("%s=%s stops the start with one line", async (name, value, accepted) => {
      const env = {
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
        [name]: value,
      };
      const { code, stderr } = await refuseToStart({ ...start, env });
      expect(code).toBe(1);
      const lines = stderr
        .trimEnd()
        .split("\n")
        .filter((line) => !line.startsWith("{"));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(`${name}=${JSON.stringify(value)}`);
      expect(lines[0]).toMatch(accepted);
    });

    it("never prints a secret", async () => {
      const env = {
        DATABASE_URL: "postgres://orders:hunter2@127.0.0.1:1/x",
        DEBUG_ADDR: "nowhere",
        DEBUG_TOKEN: "hunter3",
      };
      const { code, stderr } = await refuseToStart({ ...start, env });
      expect(code).toBe(1);
      expect(stderr).not.toMatch(/hunter[23]/);
    });

    it("DEBUG_ADDR without DEBUG_TOKEN is one", async () => {
      const { code, stderr } = await refuseToStart({ ...start, env: { DEBUG_ADDR: "127.0.0.1:0" } });
      expect(code).toBe(1);
      expect(stderr).toContain("DEBUG_TOKEN");
    });

    it("an address in use is one, named by its port", async () => {
      const env = {};
      const first = await startService({ ...start, env });
      const taken = first.address("admin");
      const { code, stderr } = await refuseToStart({ ...start, env: { ...env, ADMIN_ADDR: taken } });
      await first.stop();
      expect(code).toBe(1);
      expect(stderr).toContain(taken);
    });
  });
}
