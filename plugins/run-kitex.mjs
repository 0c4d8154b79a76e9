// Runs Kitex' generator in a folder: node run-kitex.mjs <kitex-thrift.wasm> <folder>, which has request.json, and answer.json afterwards.
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { runProgram } from "./wasi-program.mjs";

/** Megabytes of memory for all shares of the work together. */
const memory = 320;

if (isMainThread) await host(process.argv.slice(2));
else await run(workerData);

/** Shares are threads of one process: they use what V8 has compiled together. */
async function host([wasm, folder]) {
  const { files, shares } = JSON.parse(readFileSync(join(folder, "request.json"), "utf8"));
  // The optimising compiler pays for work that is worth sharing: for 180 KB of Thrift it takes 14 s instead of 23, for 15 KB 3.0 instead of 2.6.
  if (shares === 1) setFlagsFromString("--liftoff-only");
  // Node 20 dies, its heap damaged, when a collection that it does in steps ends while WebAssembly asks for more memory.
  setFlagsFromString("--no-incremental-marking");

  const compiled = await WebAssembly.compile(readFileSync(wasm));
  const counters = new Int32Array(new SharedArrayBuffer(8));
  let running = shares;
  for (let share = 0; share < shares; share++) {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { wasm, compiled, folder, share, shares, counters },
      resourceLimits: { stackSizeMb: 64 },
    });
    worker.on("message", (status) => {
      running--;
      if (status === 0 && running > 0) return;
      if (status === 0) writeFileSync(join(folder, "answer.json"), JSON.stringify(joined(folder, files, shares)));
      process.exit(status);
    });
  }
}

/** Services in the order of their files, or the first problem. */
function joined(folder, files, shares) {
  const answers = Array.from({ length: shares }, (_, share) =>
    JSON.parse(readFileSync(join(folder, `answer-${share}.json`), "utf8")),
  );
  const failed = answers.find(({ problem }) => problem !== undefined);
  if (failed !== undefined) return failed;
  const services = answers.flatMap(({ services }) => services ?? []);
  return { services: services.sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file)) };
}

async function run({ wasm, compiled, folder, share, shares, counters }) {
  const megabytes = Math.floor(memory / shares);
  await runProgram({
    compiled,
    options: {
      args: [basename(wasm, ".wasm"), String(share)],
      // It stops without a folder of its own. A short run is over before collecting garbage pays; the limit is for an API of unusual size.
      env: { PWD: "/service", GOGC: "off", GOMEMLIMIT: `${megabytes}MiB` },
      preopens: { "/service": folder },
      stdin: openSync(join(folder, "request.json"), "r"),
      stdout: openSync(join(folder, `answer-${share}.json`), "w"),
      stderr: openSync(join(folder, "generator.log"), "a"),
    },
    imports: { kitex: { meet: (ok) => meet(counters, shares, ok) } },
    megabytes,
  });
}

/** Waits for the other shares; whether all are ok. */
function meet(counters, shares, ok) {
  const [arrived, failed] = [0, 1];
  if (!ok) Atomics.store(counters, failed, 1);
  Atomics.add(counters, arrived, 1);
  Atomics.notify(counters, arrived);
  for (let seen = Atomics.load(counters, arrived); seen < shares; seen = Atomics.load(counters, arrived))
    Atomics.wait(counters, arrived, seen);
  return Atomics.load(counters, failed) === 0;
}
