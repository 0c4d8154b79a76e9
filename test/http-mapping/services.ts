import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type RunningService, startService } from "../conformance/running-service.ts";
import { emit } from "../support/emit.ts";
import { buildService, inService } from "../support/service.ts";

const here = import.meta.dirname;
const name = "mapping";
const module = `example.com/${name}`;
const idl = join(here, "..", "fixtures", "idl", "mapping");

/** Emits the mapping's service into the folder, with handlers that answer with their requests; returns its binary. */
export function buildEcho(folder: string, framework: string): string {
  // Streams from the client are 501 over HTTP.
  emit(folder, ["--framework", framework, "--name", name, "--module", module, "--idl", idl, "--partial"]);
  copyFileSync(join(here, "mapping.go"), join(folder, "internal", "rpc", "mapping.go"));
  return buildService(folder, name);
}

/** Builds the stock grpc-gateway among the code of a service that has grpc-gateway's. */
export function buildReference(folder: string): string {
  mkdirSync(join(folder, "cmd", "reference"));
  copyFileSync(join(here, "reference", "main.go"), join(folder, "cmd", "reference", "main.go"));
  const { status, output } = inService(
    folder,
    ...(["go", "build", "-trimpath", "-o", "bin/reference", "./cmd/reference"] as const),
  );
  if (status !== 0) throw new Error(`go build: ${output}`);
  return join(folder, "bin", "reference");
}

/** Starts a service with the limit that the cases know. */
export function startEcho(
  binary: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  return startService({ binary, env: { MAX_REQUEST_BYTES: "65536", ...env } });
}

export interface Reference {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Starts the stock grpc-gateway in front of a service. */
export async function startReference(binary: string, service: RunningService): Promise<Reference> {
  const child = spawn(binary, [service.address("grpc")], { stdio: ["pipe", "pipe", "ignore"] });
  const exited = once(child, "exit");
  const [line] = await Promise.race([once(child.stdout, "data"), exited]);
  const stop = async () => {
    child.stdin.end();
    await exited;
  };
  return { address: String(line).trim(), stop };
}
