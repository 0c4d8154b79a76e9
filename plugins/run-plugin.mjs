// Runs one WebAssembly plugin for buf: node run-plugin.mjs <plugin.wasm> <scratch folder>, the request on stdin, the answer on stdout.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { WASI } from "node:wasi";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/** Go's formatter recurses once per line of a descriptor, which is too deep for a main thread from some 50 methods a file on. */
const stackSizeMb = 256;

/** 512 MB, in WebAssembly's pages. */
const memoryPages = 8192;

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

  // A pipe as the plugin's stdin fails with "Try again" on all but tiny requests; files never do.
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
  const stdin = openSync(request, "r");
  const stdout = openSync(answer, "w");
  const wasi = new WASI({
    version: "preview1",
    args: [basename(wasm, ".wasm")],
    // A short run is over before collecting garbage pays; the limit is for an API of unusual size.
    env: { GOGC: "off", GOMEMLIMIT: "448MiB" },
    stdin,
    stdout,
  });
  const imports = wasi.getImportObject();
  // WASI's own way out is an exception through the plugin's frames, on which V8 crashes now and then: this thread waits for
  // the end of the process instead.
  imports.wasi_snapshot_preview1.proc_exit = (status) => {
    closeSync(stdin);
    closeSync(stdout);
    parentPort.postMessage(status);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  const compiled = await WebAssembly.compile(readFileSync(wasm));
  const instance = await WebAssembly.instantiate(compiled, imports);
  // At once, as pages that are not touched cost nothing: Node looks for garbage whenever the plugin asks for more, which took a
  // quarter of the time of a large API.
  instance.exports.memory.grow(memoryPages);
  wasi.start(instance);
}
