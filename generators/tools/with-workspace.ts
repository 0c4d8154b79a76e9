import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TextFile } from "../files/text-file.ts";
import { bufYaml } from "./buf-yaml.ts";
import type { Tools } from "./resolve-tools.ts";
import { type ProcessResult, run } from "./run.ts";

/** A temporary folder with the layout of the emitted service, and buf running in it. */
export interface Workspace {
  readonly folder: string;
  readonly buf: (args: readonly string[]) => Promise<ProcessResult>;
}

interface WorkspaceRequest {
  readonly files: readonly TextFile[];
  readonly vendored: boolean;
  readonly tools: Pick<Tools, "buf">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Creates the folder, does the work, and removes the folder in any case. */
export async function withWorkspace<T>(
  { files, vendored, tools, env, signal }: WorkspaceRequest,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  // buf does not follow links, so the path must not contain any.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gomicro-idl-")));
  try {
    writeFiles(folder, [...files, { path: "buf.yaml", content: bufYaml({ exceptions: [], vendored }) }]);
    const home = { BUF_CACHE_DIR: join(folder, "cache"), BUF_CONFIG_DIR: join(folder, "config") };
    const buf = (args: readonly string[]) =>
      run({ file: tools.buf, args, cwd: folder, env: { ...env, ...home }, signal });
    return await work({ folder, buf });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export function writeFiles(folder: string, files: readonly TextFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** The files below a folder of the workspace, sorted. Their paths start with the folder's name. */
export function readFiles(root: string, folder: string): readonly TextFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({
      path: file.slice(root.length + 1).replaceAll("\\", "/"),
      content: readFileSync(file, "utf8"),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
