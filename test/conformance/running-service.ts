import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** One line of the service's log: `msg`, `level`, `trace_id` and what the line adds. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A service under test, known by its contract alone: addresses, log lines, exit. */
export interface RunningService {
  /** `host:port` by port name: `http`, `grpc`, `thrift`, `admin`, `debug`. */
  readonly address: (port: string) => string;
  readonly log: () => readonly LogLine[];
  /** The first line, past or to come, that the predicate accepts; fails after 5 s. */
  readonly logged: (accept: (line: LogLine) => boolean) => Promise<LogLine>;
  /** Sends the signal and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Exit>;
}

export interface Exit {
  readonly code: number | null;
  readonly stderr: string;
}

interface StartOptions {
  readonly binary: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Every address on loopback, with a port that the system picks: tests can run side by side. */
const anyPort = {
  HTTP_ADDR: "127.0.0.1:0",
  GRPC_ADDR: "127.0.0.1:0",
  THRIFT_ADDR: "127.0.0.1:0",
  ADMIN_ADDR: "127.0.0.1:0",
};

/** Starts the binary in an empty folder of its own and waits until it is ready; its settings are `env` alone. */
export async function startService({ binary, env = {} }: StartOptions): Promise<RunningService> {
  const cwd = mkdtempSync(join(tmpdir(), "gomicro-run-"));
  const child = spawn(binary, [], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...anyPort, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const output = collect(child);
  const exited = once(child, "exit");
  const service: RunningService = {
    address: (port) => addressOf(output.lines, port),
    log: () => output.lines,
    logged: async (accept) =>
      until(
        () => output.lines.find(accept),
        () => `no such log line in:\n${output.text()}`,
      ),
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode === null) child.kill(signal);
      await exited;
      rmSync(cwd, { recursive: true, force: true });
      return { code: child.exitCode, stderr: output.text() };
    },
  };
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`exit ${child.exitCode} at the start: ${output.text()}`);
      return output.lines.some((line) => line.msg === "started") && (await ready(service));
    },
    () => `not ready:\n${output.text()}`,
    30_000,
  );
  return service;
}

/** Runs the binary with settings that it must refuse. */
export async function refuseToStart({ binary, env = {} }: StartOptions): Promise<Exit> {
  const cwd = mkdtempSync(join(tmpdir(), "gomicro-run-"));
  const child = spawn(binary, [], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...anyPort, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const output = collect(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await once(child, "close");
  clearTimeout(timer);
  rmSync(cwd, { recursive: true, force: true });
  return { code: child.exitCode, stderr: output.text() };
}

function collect(child: ChildProcess): { readonly lines: LogLine[]; readonly text: () => string } {
  const lines: LogLine[] = [];
  let text = "";
  let rest = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const line = parseLine(part);
      if (line !== undefined) lines.push(line);
    }
  });
  return { lines, text: () => text };
}

function parseLine(text: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // the one line of a refused start is plain text
  }
}

function addressOf(lines: readonly LogLine[], port: string): string {
  const line = lines.find((candidate) => candidate.msg === "listening" && candidate.port === port);
  if (typeof line?.address !== "string") throw new Error(`the service does not listen on ${port}`);
  return line.address;
}

async function ready(service: RunningService): Promise<boolean> {
  try {
    const response = await fetch(`http://${service.address("admin")}/readyz`);
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Polls until the probe gives something; the message is made only when it never does. */
export async function until<T>(
  probe: () => T | Promise<T>,
  message: () => string,
  timeout = 5_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value;
    if (Date.now() > end) throw new Error(message());
    await sleep(20);
  }
}
