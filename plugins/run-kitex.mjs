// Runs Kitex' generator in a folder: node run-kitex.mjs <kitex-thrift.wasm> <folder>, which has request.json, and answer.json afterwards.
import { openSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { WASI } from "node:wasi";

/** Bytes of Thrift from which on the optimising compiler pays: for 180 KB it takes 14 s instead of 23, for 15 KB 3.0 instead of 2.6. */
const large = 32 * 1024;

/** 400 MB, in WebAssembly's pages. */
const memoryPages = 6400;

const [, , wasm, folder] = process.argv;
const { files } = JSON.parse(readFileSync(join(folder, "request.json"), "utf8"));
const bytes = files.reduce((sum, file) => sum + statSync(join(folder, "api", file)).size, 0);
if (bytes < large) setFlagsFromString("--liftoff-only");
// Node 20 dies, its heap damaged, when a collection that it does in steps ends while WebAssembly asks for more memory.
setFlagsFromString("--no-incremental-marking");

const wasi = new WASI({
  version: "preview1",
  args: [basename(wasm, ".wasm")],
  // It stops without a folder of its own. A short run is over before collecting garbage pays; the limit is for an API of unusual size.
  env: { PWD: "/service", GOGC: "off", GOMEMLIMIT: "400MiB" },
  preopens: { "/service": folder },
  // Pipes fail with "Try again"; files never do.
  stdin: openSync(join(folder, "request.json"), "r"),
  stdout: openSync(join(folder, "answer.json"), "w"),
  stderr: openSync(join(folder, "kitex.log"), "w"),
  returnOnExit: true,
});
const compiled = await WebAssembly.compile(readFileSync(wasm));
const instance = await WebAssembly.instantiate(compiled, wasi.getImportObject());
// At once, as pages that are not touched cost nothing, and each growth a garbage collection of Node's.
instance.exports.memory.grow(memoryPages);
process.exitCode = wasi.start(instance);
