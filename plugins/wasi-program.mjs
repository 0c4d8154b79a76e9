// Runs Go programs for WASI, for run-plugin.mjs and run-kitex.mjs: in a worker, whose host gets the exit status as a message.
import { closeSync } from "node:fs";
import { WASI } from "node:wasi";
import { parentPort } from "node:worker_threads";

/** Pages of WebAssembly. */
const pagesPerMegabyte = 16;

/**
 * Never returns: the host ends the process. `options` are WASI's, with descriptors of files for standard streams, as pipes fail with
 * "Try again" on all but tiny texts.
 */
export async function runProgram({ compiled, options, imports, megabytes }) {
  const wasi = new WASI({ version: "preview1", ...options });
  const all = { ...wasi.getImportObject(), ...imports };
  // WASI's own way out is an exception through the program's frames, on which V8 crashes now and then: this thread waits for
  // the end of the process instead.
  all.wasi_snapshot_preview1.proc_exit = (status) => {
    for (const file of [options.stdin, options.stdout, options.stderr]) if (file !== undefined) closeSync(file);
    parentPort.postMessage(status);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  const instance = await WebAssembly.instantiate(compiled, all);
  // At once, as pages that are not touched cost nothing: Node looks for garbage whenever the program asks for more, which took a
  // quarter of the time of a large API.
  instance.exports.memory.grow(megabytes * pagesPerMegabyte);
  wasi.start(instance);
}
