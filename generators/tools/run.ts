import { spawn } from "node:child_process";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface ProcessResult {
  /** The exit status; null when the process was killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command and waits for its end, whatever its status. Rejects when it can't be started or is interrupted. */
export function run({ file, args, cwd, env, signal }: Command): Promise<ProcessResult> {
  // Not execa: loading it takes as long as buf does.
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env,
      signal,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}
