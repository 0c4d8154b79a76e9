import { builtinTools } from "./builtin-tools.ts";
import { cacheFolder } from "./cache-folder.ts";
import { findBuf } from "./find-buf.ts";
import { findPack } from "./plugin-pack.ts";
import type { ToolRequest } from "./tool-request.ts";

export interface ToolDescription {
  readonly buf: FoundTool;
  readonly plugins: FoundTool;
  /** Folder that they are installed into on first need. */
  readonly cache: string;
}

export interface FoundTool {
  /** The pinned one. */
  readonly version: string;
  /** Null when it is not there. */
  readonly path: string | null;
}

type Description = Pick<ToolRequest, "from" | "cwd" | "env" | "platform" | "arch" | "signal">;

/** The tools as far as they are there; nothing is installed. */
export async function describeTools(request: Description): Promise<ToolDescription> {
  const expected = builtinTools();
  const buf = await findBuf({ ...request, expected, named: null });
  const pack = findPack({ expected: expected.pack, from: request.from });
  return {
    buf: { version: expected.buf.version, path: buf ?? null },
    plugins: { version: expected.pack.version, path: pack ?? null },
    cache: cacheFolder(request),
  };
}
