import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { type GrpcClient, grpcClient, inventoryClient } from "../test/conformance/grpc-client.ts";
import { at, call, traceparent } from "../test/conformance/http-client.ts";
import { type RunningService, startService } from "../test/conformance/running-service.ts";
import { library } from "../test/support/combinations.ts";
import { anyPair } from "../test/support/pairs.ts";
import { findGo, root } from "./toolchain.mjs";

const demo = join(root, "demo");

interface Service {
  readonly name: string;
  readonly flags: readonly string[];
  /** Calls the running service and tells what came back. */
  readonly show: (service: RunningService, folder: string) => Promise<void>;
}

const dual = anyPair({ speaks: ["http", "grpc"] });

const services: readonly Service[] = [
  { name: "inventory", flags: dual.flags, show: showInventory },
  { name: "library", flags: [...dual.flags, ...library], show: showLibrary },
];

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function execute(command: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (result.status === 0) return;
  throw new Error(`${command} ${args.join(" ")}: ${result.error?.message ?? result.stderr}`);
}

function generate({ name, flags }: Service): string {
  const folder = join(demo, name);
  rmSync(folder, { recursive: true, force: true });
  say(`$ gomicro new ${relative(root, folder)} ${flags.map((flag) => relativeTo(flag)).join(" ")} --yes`);
  const begun = performance.now();
  execute(
    process.execPath,
    [join(root, "dist", "cli.js"), "new", folder, ...flags, "--yes", "--no-git"],
    root,
  );
  say(`  made in ${Math.round(performance.now() - begun)} ms`);
  return folder;
}

function relativeTo(flag: string): string {
  return flag.startsWith(root) ? relative(root, flag) : flag;
}

/** The trace id of one call, found again in the log and in the metrics. */
async function tie(service: RunningService, traceId: string): Promise<void> {
  const line = await service.logged(
    (candidate) => candidate.trace_id === traceId && candidate.msg === "request",
  );
  const metrics = await call(service.address("admin"), "/metrics", {
    headers: { accept: "application/openmetrics-text; version=1.0.0" },
  });
  const exemplar = metrics.text.split("\n").find((sample) => sample.includes(traceId));
  say(`  log:    ${JSON.stringify(line)}`);
  say(`  metric: ${exemplar ?? "no exemplar"}`);
}

async function showInventory(service: RunningService, folder: string): Promise<void> {
  const http = service.speaking("http");
  const created = await call(http, "/v1/items", { body: { name: "teapot", stock: 3 } });
  const id = String(at(created.json(), "item", "id"));
  say(`  HTTP POST /v1/items → ${created.status} ${created.text}`);
  const client = inventoryClient(service.speaking("grpc"), folder);
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  await outcome(client, "Reserve", { itemId: id, quantity: 2, token: "order-1" }, traceId);
  say("  its trace id ties call, log and metric together:");
  await tie(service, traceId);
  await outcome(client, "Reserve", { itemId: id, quantity: 2, token: "order-1" });
  await outcome(client, "Reserve", { itemId: id, quantity: 2, token: "order-2" });
  client.close();
  const left = await call(http, `/v1/items/${id}`);
  say(`  HTTP GET /v1/items/{id} → ${left.status} ${left.text}`);
}

async function showLibrary(service: RunningService, folder: string): Promise<void> {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const answer = await call(service.speaking("http"), "/v1/shelves/1/books/2", {
    headers: { traceparent: traceparent(traceId) },
  });
  say(`  HTTP GET /v1/shelves/1/books/2 → ${answer.status} ${answer.text.trim()}`);
  await tie(service, traceId);
  const client = grpcClient({
    address: service.speaking("grpc"),
    includes: [join(folder, "api"), join(folder, "third_party")],
    file: "google/example/library/v1/library.proto",
    service: "google.example.library.v1.LibraryService",
  });
  await outcome(client, "GetBook", { name: "shelves/1/books/2" });
  client.close();
  say("  UNIMPLEMENTED is right: the methods in internal/rpc are yours to write");
}

async function outcome(client: GrpcClient, method: string, request: object, traceId?: string): Promise<void> {
  const metadata = traceId === undefined ? {} : { traceparent: traceparent(traceId) };
  const { code, message, response, metadata: header } = await client.unary(method, request, metadata);
  const result = code === 0 ? JSON.stringify(response) : `code ${code}, ${message}`;
  say(`  gRPC ${method} → ${result} (x-trace-id ${header("x-trace-id")})`);
}

const go = findGo();
if (!go.ok) {
  const [inventory] = services;
  if (inventory !== undefined) generate(inventory);
  say(`left out, because ${go.reason}: the library service, and building, booting and calling both`);
  process.exit(1);
}
for (const service of services) {
  const folder = generate(service);
  const build = ["build", "-trimpath", "-o", `bin/${service.name}`, `./cmd/${service.name}`];
  say(`$ go ${build.join(" ")} (the first time compiles every dependency: minutes)`);
  execute("go", build, folder);
  const running = await startService({ binary: join(folder, "bin", service.name) });
  say(
    `$ bin/${service.name}, with HTTP on ${running.speaking("http")} and gRPC on ${running.speaking("grpc")}`,
  );
  try {
    await service.show(running, folder);
  } finally {
    const { code } = await running.stop();
    say(`  stopped by SIGTERM, exit status ${code}`);
  }
  say(`  the code: ${relative(root, folder)}`);
}
