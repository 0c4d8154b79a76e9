import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningService, refuseToStart, startService, until } from "./running-service.ts";
import type { Subject } from "./subject.ts";

const fixtures = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));
const read = (name: string) => readFileSync(join(fixtures, name));

export function tlsContract(subject: Subject): void {
  const missing = subject.unsupported.find(({ line }) => line === "tls");
  if (missing !== undefined) {
    it(`TLS is n/a, as ${missing.reason}: a certificate stops the start, and the line says what to do`, async () => {
      const env = {
        TLS_CERT_FILE: join(fixtures, "first.crt"),
        TLS_KEY_FILE: join(fixtures, "first.key"),
      };
      const { code, stderr } = await refuseToStart({ binary: subject.binary, env });
      expect(code).toBe(1);
      expect(stderr).toMatch(/TLS_CERT_FILE.*(mesh|sidecar)/);
      expect(stderr).not.toMatch(/WARN/);
    });
    return;
  }

  describe.each(subject.ports)("TLS on the $name port", ({ name: port }) => {
    let folder: string;
    let service: RunningService;
    const put = (name: string) => {
      copyFileSync(join(fixtures, `${name}.crt`), join(folder, "tls.crt"));
      copyFileSync(join(fixtures, `${name}.key`), join(folder, "tls.key"));
    };
    const start = (env: Readonly<Record<string, string>> = {}) =>
      startService({
        ...subject,
        env: {
          TLS_CERT_FILE: join(folder, "tls.crt"),
          TLS_KEY_FILE: join(folder, "tls.key"),
          ...env,
        },
      });
    const dial = (options: ConnectionOptions = {}) => handshake(service.address(port), options);

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "gomicro-tls-"));
      put("first");
      service = await start();
    });
    afterAll(async () => {
      await service?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it("is 1.3", async () => {
      expect(await dial()).toMatchObject({ protocol: "TLSv1.3", peer: "first" });
    });

    it("refuses 1.2", async () => {
      await expect(dial({ maxVersion: "TLSv1.2" })).rejects.toThrow();
    });

    it("resumes sessions", async () => {
      const { session } = await dial();
      expect(session).toBeDefined();
      expect((await dial({ session })).resumed).toBe(true);
    });

    it("presents a new certificate when its files change, and keeps the old one when they are broken", async () => {
      writeFileSync(join(folder, "tls.crt"), "broken");
      await new Promise((resolve) => setTimeout(resolve, 1_200)); // files are looked at once a second
      expect((await dial()).peer).toBe("first");
      put("second");
      await until(
        async () => (await dial()).peer === "second",
        () => "still the first certificate",
      );
      put("first");
    });

    it("wants a certificate of TLS_CLIENT_CA_FILE when it is set", async () => {
      const strict = await start({ TLS_CLIENT_CA_FILE: join(fixtures, "ca.crt") });
      const address = strict.address(port);
      const caller = { cert: read("caller.crt"), key: read("caller.key") };
      const stranger = { cert: read("second.crt"), key: read("second.key") };
      const results = {
        caller: await accepted(address, caller),
        stranger: await accepted(address, stranger),
        nobody: await accepted(address, {}),
      };
      await strict.stop();
      expect(results).toEqual({ caller: true, stranger: false, nobody: false });
    });
  });

  it("without a certificate, one warning says that the service speaks plaintext", async () => {
    const service = await startService({
      ...subject,
      env: {},
    });
    await service.stop();
    const warnings = service
      .log()
      .filter((line) => line.level === "WARN" && /plaintext/.test(String(line.msg)));
    expect(warnings).toHaveLength(1);
  });
}

interface Handshake {
  readonly protocol: string | null;
  readonly peer: string;
  readonly resumed: boolean;
  readonly session: Buffer | undefined;
}

function open(address: string, options: ConnectionOptions): TLSSocket {
  const [host = "", port = ""] = address.split(":");
  return connect({
    host,
    port: Number(port),
    rejectUnauthorized: false,
    ALPNProtocols: ["h2", "http/1.1"],
    ...options,
  });
}

/** Connects and waits for the session ticket, which TLS 1.3 sends after the handshake. */
function handshake(address: string, options: ConnectionOptions): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const socket = open(address, options);
    const settle = (session: Buffer | undefined) => {
      clearTimeout(timer);
      const { subject } = socket.getPeerCertificate();
      const peer = String(subject?.CN ?? "");
      resolve({ protocol: socket.getProtocol(), peer, resumed: socket.isSessionReused(), session });
      socket.destroy();
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error("no session ticket came"));
    }, 5_000);
    socket.once("session", settle);
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** Whether the server keeps the connection: TLS 1.3 refuses a client after its handshake has ended on the client's side. */
function accepted(address: string, options: ConnectionOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open(address, options);
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    socket.once("secureConnect", () =>
      setTimeout(() => {
        resolve(!socket.destroyed);
        socket.destroy();
      }, 300),
    );
  });
}
