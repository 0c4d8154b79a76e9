import { builtinTools } from "./builtin-tools.ts";
import { cacheFolder } from "./cache-folder.ts";
import { findBuf } from "./find-buf.ts";
import { findPack } from "./plugin-pack.ts";
import type { ToolRequest } from "./tool-request.ts";

/** The tools, as `doctor` shows them. */
export interface ToolDescription {
  readonly buf: FoundTool;
  readonly plugins: FoundTool;
  /** The folder that they are installed into when first needed. */
  readonly cache: string;
}

export interface FoundTool {
  /** The pinned version. */
  readonly version: string;
  /** Null when it is not installed. */
  readonly path: string | null;
}

type Description = Pick<ToolRequest, "from" | "cwd" | "env" | "platform" | "arch" | "signal">;

/** Describes the tools that are installed. Installs nothing. */
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
