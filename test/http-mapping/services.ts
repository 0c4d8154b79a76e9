import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningService, startService } from "../conformance/running-service.ts";
import { emit } from "../support/emit.ts";
import { buildService, inService } from "../support/service.ts";

const here = import.meta.dirname;
const name = "mapping";
const module = `example.com/${name}`;
const idl = join(here, "..", "fixtures", "idl", "mapping");

/** Emits the mapping's service into the folder, with handlers that answer with their requests; returns its binary. */
export function buildEcho(folder: string, flags: readonly string[]): string {
  // Streams from the client are 501 over HTTP.
  emit(folder, [...flags, "--name", name, "--module", module, "--idl", idl, "--partial"]);
  copyFileSync(join(here, "mapping.go"), join(folder, "internal", "rpc", "mapping.go"));
  return buildService(folder, name);
}

/** Builds the stock grpc-gateway in a copy of a service, whose own code by grpc-gateway has no routes. */
export function buildReference(service: string): string {
  const folder = `${service}-reference`;
  cpSync(service, folder, { recursive: true });
  const config = join(folder, "buf.gen.yaml");
  const text = readFileSync(config, "utf8")
    .replace(/ {4}exclude_types:\n {6}- google\.api\.http\n/, "")
    // A DELETE with a body is refused without the one, and the other makes up update masks.
    .replace(
      "generate_unbound_methods=true",
      "generate_unbound_methods=true\n      - allow_delete_body=true\n      - allow_patch_feature=false",
    );
  writeFileSync(config, text);
  const generated = inService(folder, "buf", "generate");
  if (generated.status !== 0) throw new Error(`buf generate: ${generated.output}`);
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
  const child = spawn(binary, [service.speaking("grpc")], { stdio: ["pipe", "pipe", "ignore"] });
  const exited = once(child, "exit");
  const [line] = await Promise.race([once(child.stdout, "data"), exited]);
  const stop = async () => {
    child.stdin.end();
    await exited;
  };
  return { address: String(line).trim(), stop };
}
