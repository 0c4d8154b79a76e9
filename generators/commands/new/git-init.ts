import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { World } from "../world.ts";

/** `done`, or the reason why no repository was created. */
export type GitOutcome = "done" | "inside" | "absent" | "failed";

/**
 * Creates a git repository in the target unless the target is inside one. A failure does not fail the run: the service
 * is complete without it.
 */
export async function gitInit(
  target: string,
  { env, signal }: Pick<World, "env" | "signal">,
): Promise<GitOutcome> {
  if (insideRepository(target)) return "inside";
  // Not execa, and not loaded before it is needed: loading execa takes as long as git does.
  const { spawn } = await import("node:child_process");
  return new Promise((resolve) => {
    const child = spawn("git", ["init", "--quiet", target], {
      env: withoutGit(env),
      signal,
      stdio: "ignore",
      windowsHide: true,
    });
    child.on("error", (error) => resolve("code" in error && error.code === "ENOENT" ? "absent" : "failed"));
    child.on("exit", (code) => resolve(code === 0 ? "done" : "failed"));
  });
}

function insideRepository(folder: string): boolean {
  if (existsSync(join(folder, ".git"))) return true;
  return dirname(folder) !== folder && insideRepository(dirname(folder));
}

/** A git hook may run this program, with variables that point git to the hook's repository. */
function withoutGit(env: World["env"]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE)$/.test(name)),
  );
}
