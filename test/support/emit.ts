import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/toolchain.mjs";

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the built command line, as a user would. */
export function gomicro(args: readonly string[], { cwd = root, env = {}, input }: RunOptions = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist", "cli.js"), ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    ...(input === undefined ? {} : { input }),
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** Emits a service into `folder`, which must not exist; fails with what the command said. */
export function emit(folder: string, flags: readonly string[], options: RunOptions = {}): void {
  const outcome = gomicro(["new", folder, ...flags, "--yes", "--no-git"], options);
  if (outcome.status !== 0) throw new Error(`gomicro new: exit ${outcome.status}\n${outcome.stderr}`);
}
