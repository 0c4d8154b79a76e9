// Runs one WebAssembly plugin for buf: node run-plugin.mjs <plugin.wasm> <scratch folder>, the request on stdin, the answer on stdout.
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { runProgram } from "./wasi-program.mjs";

/** Go's formatter recurses once per line of a descriptor, which is too deep for a main thread from some 50 methods a file on. */
const stackSizeMb = 256;

/** Megabytes of memory. */
const megabytes = 512;

/**
 * Bytes of a request from which on the optimising compiler pays: for 10 MB protoc-gen-go takes 37 s instead of 64, and 95 MB more
 * memory; for 4.5 MB no less processor time, for 1 MB 1.5 s more.
 */
const large = 8 * 1024 * 1024;

if (isMainThread) await host(process.argv.slice(2));
else await plugin(workerData);

async function host([wasm, scratch]) {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const input = Buffer.concat(chunks);
  if (input.length < large) setFlagsFromString("--liftoff-only");

  const folder = mkdtempSync(join(scratch, "plugin-"));
  const request = join(folder, "request");
  const answer = join(folder, "answer");
  writeFileSync(request, input);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { wasm, request, answer },
    resourceLimits: { stackSizeMb },
  });
  worker.on("message", (status) => {
    const written = readFileSync(answer);
    for (let sent = 0; sent < written.length; ) sent += send(written.subarray(sent));
    rmSync(folder, { recursive: true });
    process.exit(status);
  });
}

/** A pipe whose reader is slow has no room at times. */
function send(bytes) {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    if (error.code !== "EAGAIN") throw error;
    return 0;
  }
}

async function plugin({ wasm, request, answer }) {
  await runProgram({
    compiled: await WebAssembly.compile(readFileSync(wasm)),
    options: {
      args: [basename(wasm, ".wasm")],
      // A short run is over before collecting garbage pays; the limit is for an API of unusual size.
      env: { GOGC: "off", GOMEMLIMIT: "448MiB" },
      stdin: openSync(request, "r"),
      stdout: openSync(answer, "w"),
    },
    megabytes,
  });
}
