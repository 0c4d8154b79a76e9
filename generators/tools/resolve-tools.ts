import { mkdirSync } from "node:fs";
import { UserError } from "../error.ts";
import { cacheFolder } from "./cache-folder.ts";
import { findBuf } from "./find-buf.ts";
import { installBuf, installPack } from "./install-tools.ts";
import { findPack } from "./plugin-pack.ts";
import type { ToolRequest } from "./tool-request.ts";

/** The tools that generating code requires, all at the pinned versions. */
export interface Tools {
  /** The buf binary. */
  readonly buf: string;
  /** The folder of the plugin pack. */
  readonly pack: string;
  /** The Node binary that runs the plugins. */
  readonly node: string;
}

/** Finds buf and the plugin pack, and installs what is missing into the user's cache. */
export async function resolveTools(request: ToolRequest): Promise<Tools> {
  const { expected, from, node } = request;
  const [buf, pack] = await Promise.all([findBuf(request), findPack({ expected: expected.pack, from })]);
  if (buf !== undefined && pack !== undefined) return { buf, pack, node };
  const cache = openCache(request);
  const [bufFound, packFound] = await Promise.allSettled([
    buf ?? installBuf({ ...request, cache }),
    pack ?? installPack({ ...request, cache }),
  ]);
  if (bufFound.status === "rejected") throw bufFound.reason;
  if (packFound.status === "rejected") throw packFound.reason;
  return { buf: bufFound.value, pack: packFound.value, node };
}

/** Finds or installs the plugin pack only, for an IDL that buf does not read. */
export async function resolvePack(request: ToolRequest): Promise<Pick<Tools, "pack" | "node">> {
  const { expected, from, node } = request;
  const pack = findPack({ expected: expected.pack, from });
  return { pack: pack ?? (await installPack({ ...request, cache: openCache(request) })), node };
}

function openCache(request: Pick<ToolRequest, "env" | "platform">): string {
  const folder = cacheFolder(request);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new UserError("cache", `the cache ${folder} can't be created`, {
      hint: "set XDG_CACHE_HOME to a writable folder",
      cause,
    });
  }
  return folder;
}
