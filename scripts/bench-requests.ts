// What the runtime around a call costs: an emitted service beside a bare server that does the same work, in turns.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, cpSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { emit } from "../test/support/emit.ts";
import { type Pair, pairs } from "../test/support/pairs.ts";
import { inService } from "../test/support/service.ts";
import { root } from "./toolchain.mjs";

export interface RequestRatio {
  readonly what: string;
  /** Median of the rounds' ratios of requests per second. */
  readonly ratio: number;
  readonly bar: number;
  /** What else was seen: requests per second, 99th percentile and CPU time, medians as well. */
  readonly detail: string;
}

type Protocol = "http" | "grpc";

interface Subject extends Pick<Pair, "framework" | "protocol" | "speaks"> {
  readonly measured: Protocol;
  /** The least share of the bare server's requests per second. */
  readonly bar: number;
}

const rounds = 7;
const sources = join(root, "test", "bench");
const bars = { http: 0.75, grpc: 0.7 } as const satisfies Record<Protocol, number>;

/** The first pair of each framework that has a bare server in test/bench/bare: a further framework is a folder there. */
const subjects: readonly Subject[] = pairs
  .filter(({ framework }, index) => pairs.findIndex((pair) => pair.framework === framework) === index)
  .filter(({ framework }) => existsSync(join(sources, "bare", framework)))
  .map(({ framework, protocol, speaks }) => {
    const measured = speaks.includes("grpc") ? "grpc" : "http";
    return { framework, protocol, speaks, measured, bar: bars[measured] };
  });

/** HTTP on each pair that serves gRPC too, as a share of HTTP on the first pair that serves nothing else. */
const duals = subjects
  .filter(({ measured, speaks }) => measured === "grpc" && speaks.includes("http"))
  .flatMap(({ framework }) => {
    const [over] = subjects.filter(({ measured }) => measured === "http");
    return over === undefined ? [] : [{ framework, over: over.framework, bar: 0.95 }];
  });

interface Running {
  readonly child: ChildProcess;
  readonly address: Readonly<Partial<Record<Protocol, string>>>;
}

interface Sample {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** CPU time of the server for each call, those of the warm-up included; NaN where the system does not tell. */
  readonly cpuMicros: number;
}

interface Contest {
  readonly what: string;
  readonly bar: number;
  readonly protocol: Protocol;
  readonly ours: Running;
  readonly base: Running;
}

/** Measures every subject; `work` is a folder that the caller removes. */
export async function requestRatios(work: string): Promise<readonly RequestRatio[]> {
  const running: Running[] = [];
  try {
    const folders = new Map(subjects.map((subject) => [subject.framework, build(work, subject)]));
    // The programs need the modules of gRPC.
    const [withTools] = subjects.filter(({ measured }) => measured === "grpc");
    const tools = folders.get(withTools?.framework ?? "") ?? "";
    const load = program(tools, "load");
    const start = async (run: Promise<Running>) => {
      running.push(await run);
      return run;
    };
    const sink = await start(startProgram(program(tools, "sink"), "http"));
    const services = new Map<string, Running>();
    const contests: Contest[] = [];
    for (const { framework, measured, bar } of subjects) {
      const folder = folders.get(framework) ?? "";
      const ours = await start(startService(folder, sink.address.http ?? ""));
      services.set(framework, ours);
      const base = await start(startProgram(program(folder, "bare"), measured));
      contests.push({ what: `${framework} by ${measured} ÷ bare`, bar, protocol: measured, ours, base });
    }
    for (const { framework, over, bar } of duals) {
      const [ours, base] = [services.get(framework), services.get(over)];
      if (ours === undefined || base === undefined) throw new Error(`${framework}, ${over}: not a subject`);
      contests.push({ what: `${framework} by http ÷ ${over} by http`, bar, protocol: "http", ours, base });
    }
    return compete(contests, load);
  } finally {
    for (const { child } of running) child.kill();
    await Promise.all(running.map(({ child }) => ended(child)));
  }
}

/** Emits the service, writes the body of its one method, and builds it with the programs of the benchmark in its module. */
function build(work: string, { framework, protocol, measured }: Subject): string {
  const folder = join(work, `requests-${framework}`);
  const answers = ["--name", "echo", "--module", "gomicro.example/echo", "--protocol", protocol];
  emit(folder, ["--framework", framework, "--idl", join(sources, "idl"), ...answers]);
  const handler = join(folder, "internal", "rpc", "echo_service.go");
  const stub = readFileSync(handler, "utf8");
  const written = stub
    .replace(
      /return nil, fault\.New\(.*\)/,
      "return &echov1.SayResponse{Text: req.GetText(), Count: req.GetCount()}, nil",
    )
    .replace(/\n\t"[^"]*\/internal\/fault"/, "");
  if (written === stub) throw new Error(`${handler}: not the stub that the benchmark knows`);
  writeFileSync(handler, written);
  cpSync(join(sources, "bare", framework), join(folder, "cmd", "bare"), { recursive: true });
  const programs = measured === "grpc" ? ["load", "sink"] : [];
  for (const name of programs) cpSync(join(sources, name), join(folder, "cmd", name), { recursive: true });
  for (const name of ["echo", "bare", ...programs]) {
    const { status, output } = inService(
      folder,
      "go",
      "build",
      "-trimpath",
      "-o",
      program(folder, name),
      `./cmd/${name}`,
    );
    if (status !== 0) throw new Error(`go build: ${output}`);
  }
  return folder;
}

function program(folder: string, name: string): string {
  return join(folder, "bin", name);
}

/** A program that prints its address and serves until it is killed. */
async function startProgram(path: string, protocol: Protocol): Promise<Running> {
  const { child, log } = startLogged(path, {});
  const address = await found(child, log, /^(\S+:\d+)$/m);
  return { child, address: { [protocol]: address } };
}

/** The service with everything on: its log in a file, one trace of a hundred exported. */
async function startService(folder: string, sink: string): Promise<Running> {
  const { child, log } = startLogged(program(folder, "echo"), {
    HTTP_ADDR: "127.0.0.1:0",
    GRPC_ADDR: "127.0.0.1:0",
    ADMIN_ADDR: "127.0.0.1:0",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${sink}`,
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.01",
  });
  await found(child, log, /"msg":"(started)"/);
  const lines = readFileSync(log, "utf8");
  const of = (port: Protocol) => new RegExp(`"port":"${port}","address":"([^"]+)"`).exec(lines)?.[1];
  const [http, grpc] = [of("http"), of("grpc")];
  return { child, address: { ...(http && { http }), ...(grpc && { grpc }) } };
}

function startLogged(path: string, env: Readonly<Record<string, string>>) {
  const log = `${path}.log`;
  const file = openSync(log, "w");
  const child = spawn(path, { stdio: ["ignore", file, file], env: { PATH: process.env.PATH, ...env } });
  closeSync(file);
  return { child, log };
}

async function found(child: ChildProcess, log: string, pattern: RegExp): Promise<string> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
    const match = pattern.exec(readFileSync(log, "utf8"))?.[1];
    if (match !== undefined) return match;
    if (child.exitCode !== null) break;
  }
  child.kill();
  throw new Error(`${child.spawnfile}: did not start\n${readFileSync(log, "utf8")}`);
}

function ended(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", resolve));
}

/** In turns, so that what else the machine does hits both; each goes first in every other round. */
function compete(contests: readonly Contest[], load: string): readonly RequestRatio[] {
  const seen = contests.map((contest) => ({ contest, pairs: [] as { ours: Sample; base: Sample }[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { contest, pairs } of seen) {
      const { protocol, ours, base } = contest;
      if (round % 2 === 0) {
        const sample = measure(load, protocol, base);
        pairs.push({ base: sample, ours: measure(load, protocol, ours) });
      } else {
        const sample = measure(load, protocol, ours);
        pairs.push({ ours: sample, base: measure(load, protocol, base) });
      }
    }
  }
  return seen.map(({ contest, pairs }) => {
    const of = (read: (pair: (typeof pairs)[number]) => number) => median(pairs.map(read));
    const cpu = of(({ ours, base }) => base.cpuMicros / ours.cpuMicros);
    return {
      what: contest.what,
      ratio: of(({ ours, base }) => ours.perSecond / base.perSecond),
      bar: contest.bar,
      detail: [
        `${of(({ ours }) => ours.perSecond).toFixed(0)} ÷ ${of(({ base }) => base.perSecond).toFixed(0)} requests/s`,
        `p99 ${of(({ ours }) => ours.p99Ms).toFixed(1)} and ${of(({ base }) => base.p99Ms).toFixed(1)} ms`,
        ...(Number.isNaN(cpu) ? [] : [`CPU a request, base ÷ ours ${cpu.toFixed(2)}`]),
      ].join(", "),
    };
  });
}

function measure(load: string, protocol: Protocol, { child, address }: Running): Sample {
  const at = address[protocol];
  if (at === undefined) throw new Error(`${child.spawnfile}: no ${protocol}`);
  const before = cpuTicks(child);
  const { status, stdout, stderr } = spawnSync(load, ["-protocol", protocol, "-address", at], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${child.spawnfile}: ${stderr}`);
  const { perSecond, p99Ms, total } = parse(JSON.parse(stdout));
  return { perSecond, p99Ms, cpuMicros: ((cpuTicks(child) - before) * 10_000) / total };
}

function parse(document: unknown): { perSecond: number; p99Ms: number; total: number } {
  const fields = new Map(Object.entries(Object(document)));
  const [perSecond, p99Ms, total] = ["perSecond", "p99Ms", "total"].map((name) => Number(fields.get(name)));
  if (!perSecond || !p99Ms || !total) throw new Error(`load: ${JSON.stringify(document)}`);
  return { perSecond, p99Ms, total };
}

/** CPU time of a process in hundredths of a second, as Linux counts it. */
function cpuTicks({ pid }: ChildProcess): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return Number.NaN;
  const fields = readFileSync(path, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
