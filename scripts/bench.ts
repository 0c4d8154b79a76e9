// `npm run bench`: what a run costs, beside an empty Node process in the same minute, and what a request to a service costs,
// beside a bare server; `npm run bench -- http` is the latter alone.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { library } from "../test/support/combinations.ts";
import { emit } from "../test/support/emit.ts";
import { anyPair, type Pair } from "../test/support/pairs.ts";
import { inService } from "../test/support/service.ts";
import { requestRatios } from "./bench-requests.ts";
import { writeIdl, writeThrift } from "./synthetic-idl.ts";
import { findGo, root } from "./toolchain.mjs";

interface Sample {
  readonly wallMs: number;
  /** Peak resident memory in MiB. */
  readonly rss: number;
}

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly bar: string;
  readonly passed: boolean;
}

const cli = join(root, "dist", "cli.js");
const work = mkdtempSync(join(tmpdir(), "gomicro-bench-"));
let runs = 0;

/** Prints the peak memory of the process itself: the one figure that needs no tool of the system. */
const reportRss = join(work, "rss.mjs");

function time(args: readonly string[]): Sample {
  const begun = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["--import", reportRss, ...args], {
    encoding: "utf8",
  });
  const wallMs = Number(process.hrtime.bigint() - begun) / 1e6;
  if (status !== 0) throw new Error(`${args.join(" ")}: exit ${status}\n${stderr}`);
  const rss = Number(/rss=(\d+)/.exec(stderr)?.[1] ?? 0) / 1024;
  return { wallMs, rss };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Pairs of runs, one after the other: what the machine does at the moment hits both. */
function compare(
  args: () => readonly string[],
  times: number,
): { readonly wall: number; readonly rss: number } {
  const empty = join(work, "empty.mjs");
  const ratios: { wall: number; rss: number }[] = [];
  for (let i = 0; i <= times; i++) {
    const base = time([empty]);
    const ours = time(args());
    if (i > 0) ratios.push({ wall: ours.wallMs / base.wallMs, rss: ours.rss / base.rss });
  }
  return { wall: median(ratios.map(({ wall }) => wall)), rss: median(ratios.map(({ rss }) => rss)) };
}

function fresh(...flags: readonly string[]): readonly string[] {
  runs += 1;
  return [cli, "new", join(work, `service-${runs}`), ...flags, "--yes"];
}

function row(what: string, figure: number, bar: number, unit = ""): Row {
  return { what, figure: `${figure.toFixed(2)}${unit}`, bar: `≤ ${bar}${unit}`, passed: figure <= bar };
}

interface Sized {
  readonly pair: Pair;
  readonly write: typeof writeIdl;
}

/** Pairs that read an API of the user's own: one that serves it by every protocol of a proto, and one for Thrift. */
const dual = anyPair({ speaks: ["http", "grpc"] });
const sized: readonly Sized[] = [
  { pair: dual, write: writeIdl },
  { pair: anyPair({ idl: "thrift" }), write: writeThrift },
];

function sizes({ pair: { title, idl: kind, flags }, write }: Sized): readonly Row[] {
  const [ten, hundred, thousand] = [
    { files: 1, methods: 10 },
    { files: 2, methods: 50 },
    { files: 20, methods: 50 },
  ].map((size) => {
    const idl = join(work, `idl-${kind}-${size.files * size.methods}`);
    write(idl, size);
    return timeTree(fresh(...flags, "--idl", idl));
  });
  if (ten === undefined || hundred === undefined || thousand === undefined) return [];
  return [
    row(`${title}, 10 methods, no Go`, ten.wallMs / 1000, 2, " s"),
    row(`${title}, 1,000 methods in 20 files, no Go`, thousand.wallMs / 1000, 10, " s"),
    row(`${title}, growth from 100 methods to 1,000`, thousand.wallMs / hundred.wallMs, 10),
    row(`${title}, 1,000 methods, peak memory of the largest process`, thousand.rss, 600, " MiB"),
  ];
}

/** A run whose memory is that of the largest Node process in its tree: the plugins are such processes. */
function timeTree(args: readonly string[]): Sample {
  const peaks = join(work, "peaks");
  const reportPeak = join(work, "peak.mjs");
  writeFileSync(peaks, "");
  writeFileSync(
    reportPeak,
    `import { appendFileSync } from "node:fs";
process.on("exit", () => appendFileSync(${JSON.stringify(peaks)}, process.resourceUsage().maxRSS + "\\n"));\n`,
  );
  const begun = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: `--import ${reportPeak}` },
  });
  const wallMs = Number(process.hrtime.bigint() - begun) / 1e6;
  if (status !== 0) throw new Error(`${args.join(" ")}: exit ${status}\n${stderr}`);
  const all = readFileSync(peaks, "utf8").trim().split("\n").map(Number);
  return { wallMs, rss: Math.max(...all) / 1024 };
}

function packed(): { readonly bytes: number; readonly dependencies: number } {
  const { stdout } = spawnSync("npm", ["pack", "--silent", "--pack-destination", work], {
    cwd: root,
    encoding: "utf8",
  });
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const dependencies =
    typeof manifest === "object" && manifest !== null && "dependencies" in manifest
      ? Object.keys(Object(manifest.dependencies))
      : [];
  return {
    bytes: statSync(join(work, stdout.trim().split("\n").at(-1) ?? "")).size,
    dependencies: dependencies.length,
  };
}

/** What finding a route costs among 1,000 of them, against 10: in the code of a service, by Go's own benchmark. */
function matching(): readonly Row[] {
  const folder = join(work, "matching");
  emit(folder, anyPair({ speaks: ["http"] }).flags);
  const bench = ["-run", "^$", "-bench", "Matching", "-count", "7", "./internal/httpjson"];
  const { status, output } = inService(folder, "go", "test", "-trimpath", ...bench);
  if (status !== 0) throw new Error(`go test: ${output}`);
  const of = (routes: number) => {
    const lines = [
      ...output.matchAll(/^BenchmarkMatching\/(\d+)\S*\s+\d+\s+(\S+) ns\/op.*?(\d+) allocs\/op$/gm),
    ];
    const own = lines.filter(([, n]) => Number(n) === routes);
    const figures = (group: number) => median(own.map((line) => Number(line[group])));
    return { ns: figures(2), allocations: figures(3) };
  };
  const [few, many] = [of(10), of(1000)];
  return [
    row("finding a route, 1,000 routes ÷ 10, time", many.ns / few.ns, 1.5),
    row("finding a route, 1,000 routes - 10, allocations", many.allocations - few.allocations, 0),
  ];
}

/** What a run of the generator costs. */
function generator(): readonly Row[] {
  const sample = compare(() => fresh(...dual.flags), 15);
  const version = compare(() => [cli, "--version"], 15);
  const { bytes, dependencies } = packed();
  const rows = [
    row("new, the whole sample ÷ empty node, wall", sample.wall, 1.8),
    row("new, the whole sample ÷ empty node, peak memory", sample.rss, 1.6),
    row("--version ÷ empty node, wall", version.wall, 1.2),
    row("packed package", bytes / 1e6, 1, " MB"),
    row("run-time dependencies", dependencies, 0),
  ];
  if (existsSync(join(root, "plugins", "dist")) && readdirSync(join(root, "plugins", "dist")).length > 0) {
    const ownIdl = () => time(fresh(...dual.flags, ...library)).wallMs;
    ownIdl();
    const walls = Array.from({ length: 5 }, ownIdl);
    rows.push(row(`library.proto on ${dual.title}, no Go`, median(walls) / 1000, 2, " s"));
    rows.push(...sized.flatMap(sizes));
  }
  if (findGo().ok) rows.push(...matching());
  return rows;
}

/** What the runtime of a service costs a request; the bars are least ones. */
async function requests(): Promise<readonly Row[]> {
  const ratios = await requestRatios(work);
  return ratios.map(({ what, ratio, bar, detail }) => {
    process.stderr.write(`${what}: ${detail}\n`);
    return { what, figure: ratio.toFixed(2), bar: `≥ ${bar}`, passed: ratio >= bar };
  });
}

writeFileSync(
  reportRss,
  `process.on("exit", () => process.stderr.write("rss=" + process.resourceUsage().maxRSS + "\\n"));\n`,
);
writeFileSync(join(work, "empty.mjs"), "");
try {
  const rows =
    process.argv[2] === "http"
      ? await requests()
      : [...generator(), ...(findGo().ok ? await requests() : [])];
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, figure, bar, passed } of rows)
    process.stdout.write(
      `${what.padEnd(width)}  ${figure.padStart(9)}  ${bar.padEnd(8)} ${passed ? "pass" : "FAIL"}\n`,
    );
  process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
