import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { ToolRequest } from "./tool-request.ts";

/**
 * The folder of our cache, by the conventions of the operating system. XDG_CACHE_HOME takes precedence on every
 * system.
 */
export function cacheFolder({ env, platform }: Pick<ToolRequest, "env" | "platform">): string {
  return join(cacheHome({ env, platform }), "create-gomicro");
}

function cacheHome({ env, platform }: Pick<ToolRequest, "env" | "platform">): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  const home = env.HOME || env.USERPROFILE || homedir();
  switch (platform) {
    case "darwin":
      return join(home, "Library", "Caches");
    case "win32":
      return local || join(home, "AppData", "Local");
    default:
      return join(home, ".cache");
  }
}
