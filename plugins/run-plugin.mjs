// Runs one WebAssembly plugin for buf: node run-plugin.mjs <plugin.wasm> <scratch folder>, the request on stdin, the answer on stdout.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { WASI } from "node:wasi";

// The optimising compiler never pays for one short run: 0.4 s of processor time instead of 2.
setFlagsFromString("--liftoff-only");

const [, , wasm, scratch] = process.argv;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);

// A pipe as the plugin's stdin fails with "Try again" on all but tiny requests; files never do.
const folder = mkdtempSync(join(scratch, "plugin-"));
const request = join(folder, "request");
const answer = join(folder, "answer");
writeFileSync(request, Buffer.concat(chunks));

const stdin = openSync(request, "r");
const stdout = openSync(answer, "w");
const wasi = new WASI({
  version: "preview1",
  args: [basename(wasm, ".wasm")],
  // A short run is over before collecting garbage pays; the limit is for an API of unusual size.
  env: { GOGC: "off", GOMEMLIMIT: "512MiB" },
  stdin,
  stdout,
});
const imports = wasi.getImportObject();
// WASI's own way out is an exception through the frames of the plugin, and V8 crashes on it now and then when they are many.
imports.wasi_snapshot_preview1.proc_exit = finish;
const compiled = await WebAssembly.compile(readFileSync(wasm));
const instance = await WebAssembly.instantiate(compiled, imports);
finish(wasi.start(instance));

function finish(status) {
  closeSync(stdin);
  closeSync(stdout);
  const bytes = readFileSync(answer);
  for (let sent = 0; sent < bytes.length; ) sent += send(bytes.subarray(sent));
  rmSync(folder, { recursive: true });
  process.exit(status);
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
