import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { onTestFinished } from "vitest";
import type { Parts } from "../../../generators/commands/parts.ts";
import { main } from "../../../generators/main.ts";
import { fakeParts } from "./fake-parts.ts";

interface RunOptions {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly parts?: Parts;
  readonly signal?: AbortSignal;
  readonly program?: string;
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly cwd: string;
}

/** A folder that goes away with the test. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "cli-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One run of the command line without a terminal, in a folder of its own. */
export async function runMain({
  argv,
  parts = fakeParts(),
  stdin = "",
  ...options
}: RunOptions): Promise<Ran> {
  const cwd = options.cwd ?? scratchFolder();
  const [stdout, stderr] = [collector(), collector()];
  const status = await main(
    {
      argv,
      cwd,
      env: options.env ?? { PATH: process.env.PATH ?? "" },
      stdin: Readable.from([stdin]),
      stdout: stdout.stream,
      stderr: stderr.stream,
      signal: options.signal ?? new AbortController().signal,
      program: options.program ?? "create-gomicro",
      system: {
        platform: process.platform,
        arch: process.arch,
        node: process.execPath,
        nodeVersion: "20.17.0",
      },
    },
    async () => parts,
  );
  return { status, stdout: stdout.text(), stderr: stderr.text(), cwd };
}

/** Every file below a folder, sorted. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function collector(): { readonly stream: Writable; text(): string } {
  let text = "";
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}
