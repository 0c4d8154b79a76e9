import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TextFile } from "../../files/text-file.ts";
import { parseThriftAnswer } from "../../idl/thrift/parse-thrift-answer.ts";
import type { ThriftAnswer } from "../../idl/thrift/thrift-answer.ts";
import { thriftHostFile, thriftProgram } from "../../tools/plugin-pack.ts";
import type { Tools } from "../../tools/resolve-tools.ts";
import { run } from "../../tools/run.ts";
import { readFiles, writeFiles } from "../../tools/with-workspace.ts";

/** The number of characters from which two threads are faster than one. */
const large = 32 * 1024;

interface GenerateRequest {
  /** The path of the Go module. */
  readonly module: string;
  /** Paths below `api/`, in the order of the service's Makefile. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The number of threads that share the work. */
  readonly shares?: number;
  readonly tools: Pick<Tools, "pack" | "node">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** The answer of the Thrift generator, and the code that it wrote. */
export interface GeneratedThrift {
  readonly answer: ThriftAnswer;
  /** Files below `gen/`, sorted. */
  readonly gen: readonly TextFile[];
}

/** Runs the Thrift generator on the user's files, in a temporary folder with the layout of the emitted service. */
export async function generateThrift({
  module,
  files,
  shares = sharesOf(files),
  tools,
  env,
  signal,
}: GenerateRequest): Promise<GeneratedThrift> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gomicro-idl-")));
  try {
    writeFiles(folder, [
      // Without a go.mod, the generator would run `go mod init`.
      { path: "go.mod", content: `module ${module}\n` },
      {
        path: "request.json",
        content: JSON.stringify({ module, files: files.map(({ path }) => path), shares }),
      },
      ...files.map(({ path, text }) => ({ path: `api/${path}`, content: text })),
    ]);
    const wasm = join(tools.pack, "dist", `${thriftProgram}.wasm`);
    const host = join(tools.pack, thriftHostFile);
    const { status, stderr } = await run({
      file: tools.node,
      // node:wasi works but is still marked experimental.
      args: ["--disable-warning=ExperimentalWarning", host, wasm, folder],
      cwd: folder,
      env,
      signal,
    });
    if (status !== 0) throw new Error(`${thriftProgram}: ${stderr}${readLog(folder)}`);
    const answer = parseThriftAnswer(readFileSync(join(folder, "answer.json"), "utf8"), "answer.json");
    return { answer, gen: existsSync(join(folder, "gen")) ? readFiles(folder, "gen") : [] };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** At most two: each takes a core and memory of its own. */
function sharesOf(files: GenerateRequest["files"]): number {
  return files.reduce((sum, { text }) => sum + text.length, 0) < large ? 1 : 2;
}

function readLog(folder: string): string {
  const file = join(folder, "generator.log");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
