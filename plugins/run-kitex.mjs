// Runs Kitex' generator in a folder: node run-kitex.mjs <kitex-thrift.wasm> <folder>, which has request.json, and answer.json afterwards.
import { openSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { WASI } from "node:wasi";

// The optimising compiler never pays for one short run.
setFlagsFromString("--liftoff-only");
// Node 20 dies, its heap damaged, when a collection that it does in steps ends while WebAssembly asks for more memory.
setFlagsFromString("--no-incremental-marking");

const [, , wasm, folder] = process.argv;
const wasi = new WASI({
  version: "preview1",
  args: [basename(wasm, ".wasm")],
  // It stops without a folder of its own. A short run is over before collecting garbage pays; the limit is for an API of unusual size.
  env: { PWD: "/service", GOGC: "off", GOMEMLIMIT: "512MiB" },
  preopens: { "/service": folder },
  // Pipes fail with "Try again"; files never do.
  stdin: openSync(join(folder, "request.json"), "r"),
  stdout: openSync(join(folder, "answer.json"), "w"),
  stderr: openSync(join(folder, "kitex.log"), "w"),
  returnOnExit: true,
});
const compiled = await WebAssembly.compile(readFileSync(wasm));
const instance = await WebAssembly.instantiate(compiled, wasi.getImportObject());
process.exitCode = wasi.start(instance);
