import lock from "./lock.json" with { type: "json" };
import type { ModuleLock } from "./module-lock.ts";

/** The locked modules of every supported combination. */
export function builtinModules(): ModuleLock {
  return lock;
}
