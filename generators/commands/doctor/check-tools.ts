import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { FoundTool } from "../../tools/describe-tools.ts";
import type { Parts } from "../parts.ts";
import type { World } from "../world.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks the tools that a user's IDL requires: either they are installed, or the cache that they would be installed
 * into is writable.
 */
export async function checkTools(world: World, parts: Pick<Parts, "tools">): Promise<readonly Finding[]> {
  const { buf, plugins, cache } = await parts.tools(world);
  const hint = "the tools for your own IDL are installed there; set XDG_CACHE_HOME to another folder";
  return [
    found("buf", buf),
    found("plugins", plugins),
    canWrite(cache)
      ? { name: "cache", status: "ok", detail: cache }
      : { name: "cache", status: "warn", detail: `${cache} can't be written`, hint },
  ];
}

function found(name: string, { version, path }: FoundTool): Finding {
  const detail = path === null ? `${version}, installed when first needed` : `${version}, ${path}`;
  return { name, status: "ok", detail };
}

/** Whether the folder is writable, or can be created. */
function canWrite(folder: string): boolean {
  if (!existsSync(folder)) return dirname(folder) !== folder && canWrite(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
