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

/** The gateway whose mapping is the reference, with its plugin. */
const gateway = { path: "github.com/grpc-ecosystem/grpc-gateway/v2", version: "v2.33.0" };

/** Builds a stock grpc-gateway in a copy of a service that serves gRPC. */
export function buildReference(service: string): string {
  const folder = `${service}-reference`;
  cpSync(service, folder, { recursive: true });
  const run = (command: string, ...args: readonly string[]) => {
    const { status, output } = inService(folder, command, ...args);
    if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${output}`);
  };
  const config = join(folder, "buf.gen.yaml");
  const text = readFileSync(config, "utf8");
  // The Go packages of the files are the last plugin's too.
  const mapping = text.slice(text.lastIndexOf("- paths=source_relative"));
  // A DELETE with a body is refused without allow_delete_body, and allow_patch_feature makes up update masks.
  const options = ["generate_unbound_methods=true", "allow_delete_body=true", "allow_patch_feature=false"];
  const plugin = [
    "  - local: [go, tool, protoc-gen-grpc-gateway]",
    "    out: gen",
    "    opt:",
    ...options.map((option) => `      - ${option}`),
    `      ${mapping.trimEnd()}`,
  ];
  writeFileSync(config, `${text.trimEnd()}\n${plugin.join("\n")}\n`);
  mkdirSync(join(folder, "cmd", "reference"));
  copyFileSync(join(here, "reference", "main.go"), join(folder, "cmd", "reference", "main.go"));
  run(
    "go",
    "mod",
    "edit",
    `-require=${gateway.path}@${gateway.version}`,
    `-tool=${gateway.path}/protoc-gen-grpc-gateway`,
  );
  run("go", "mod", "tidy"); // what the gateway requires is in no lock of ours
  run("buf", "generate");
  run("go", "build", "-trimpath", "-o", "bin/reference", "./cmd/reference");
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
