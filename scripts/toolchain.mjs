// What the two commands of a fresh clone share: plain Node, because nothing is installed yet.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command of this repository with its output on this terminal; true when it ended with 0. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  return result.status === 0;
}

/** Installs the npm packages when they are missing or older than the lock file. */
export function install() {
  const marker = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return true;
  console.error("installing npm packages");
  return run("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"]);
}

function version(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8" });
  return result.status === 0 ? result.stdout.trim() : "";
}

/** Go's version when it is new enough to build the services, 1.26; else why not. */
export function findGo() {
  const text = version("go", ["env", "GOVERSION"]);
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined) return { ok: false, reason: "Go is not installed" };
  if (Number(major) === 1 && Number(minor) < 26) return { ok: false, reason: `${text} is older than 1.26` };
  return { ok: true, version: text };
}

/** `go test -race` needs cgo, and so a C compiler. */
export function hasCompiler() {
  return version(process.env.CC ?? "cc", ["--version"]) !== "" || version("gcc", ["--version"]) !== "";
}
