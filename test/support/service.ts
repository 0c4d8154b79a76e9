import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/toolchain.mjs";

export interface CommandResult {
  readonly status: number | null;
  /** Standard output and error, in that order, without what Go says of modules that it downloads first. */
  readonly output: string;
}

const bin = join(root, "node_modules", ".bin");

/** Runs a command inside an emitted service. */
export function inService(folder: string, command: string, ...args: readonly string[]): CommandResult {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-buildvcs=false", PATH: `${bin}:${process.env.PATH ?? ""}` },
    maxBuffer: 64 * 1024 * 1024,
  });
  const said = (stderr ?? "").replace(/^go: downloading .*\n/gm, "");
  return { status, output: `${stdout ?? ""}${said}${error?.message ?? ""}` };
}

/** The binary of the service, built without what differs between folders, so that the build cache is shared. */
export function buildService(folder: string, name: string): string {
  const binary = join(folder, "bin", name);
  const { status, output } = inService(folder, "go", "build", "-trimpath", "-o", binary, `./cmd/${name}`);
  if (status !== 0) throw new Error(`go build: ${output}`);
  return binary;
}
