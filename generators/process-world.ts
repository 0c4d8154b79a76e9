import { basename } from "node:path";
import type { World } from "./commands/world.ts";
import { exitStatus } from "./error.ts";

/** The process, as the commands see it: SIGINT, SIGTERM and SIGHUP abort what is under way, a second one ends it. */
export function processWorld({ argv, cwd }: Pick<World, "argv" | "cwd">): World {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(exitStatus.interrupted);
      stop.abort();
    });
  }
  const program = basename(process.argv[1] ?? "").replace(/\.[cm]?js$/, "");
  return {
    argv,
    cwd,
    env: process.env,
    signal: stop.signal,
    program,
    system: {
      platform: process.platform,
      arch: process.arch,
      node: process.execPath,
      nodeVersion: process.versions.node,
    },
    // Node makes its streams when they are first asked for, and that takes time.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return quiet(process.stdout);
    },
    get stderr() {
      return quiet(process.stderr);
    },
  };
}

/** Whoever reads us may leave early, as `head` does: that is no failure. */
function quiet<T extends NodeJS.WriteStream>(stream: T): T {
  if (stream.listenerCount("error") === 0) stream.on("error", ignoreBrokenPipe);
  return stream;
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
