import { basename } from "node:path";
import type { World } from "./commands/world.ts";
import { exitStatus } from "./error.ts";

/**
 * The process, as the commands see it. SIGINT, SIGTERM or SIGHUP aborts the work in progress; a second signal ends the
 * process.
 */
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
    // Node creates its standard streams on first access, which takes time.
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

/** A reader may close the pipe early, as `head` does. That is not an error. */
function quiet<T extends NodeJS.WriteStream>(stream: T): T {
  if (stream.listenerCount("error") === 0) stream.on("error", ignoreBrokenPipe);
  return stream;
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
