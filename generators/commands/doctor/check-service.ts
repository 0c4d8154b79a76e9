import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../error.ts";
import { decodeExact, kindBelow, normalText, readBytes, readText } from "../../files/disk.ts";
import { sha256 } from "../../files/sha256.ts";
import { type LockedFile, lockPath, parseLock, type ServiceLock } from "../../plan/service-lock.ts";
import type { World } from "../world.ts";
import type { Finding } from "./finding.ts";

const shown = 5;
const anew = "generated files differ from the lock: gomicro generate writes them anew";

/**
 * In the folder of a generated service: checks the lock, and lists files that were edited or removed since they were
 * generated.
 */
export async function checkService({ cwd }: Pick<World, "cwd">): Promise<readonly Finding[]> {
  if (!existsSync(join(cwd, lockPath))) return [];
  const lock = readLock(cwd);
  if (lock instanceof UserError) {
    const hint = lock.hint === undefined ? {} : { hint: lock.hint };
    return [{ name: "lock", status: "fail", detail: lock.message, ...hint }];
  }
  const { name, framework, protocol } = lock.answers;
  const paths = Object.keys(lock.files);
  const missing = paths.filter((path) => kindBelow(cwd, path) === "missing");
  const changed = paths.filter(
    (path) => !missing.includes(path) && !isAsWritten(cwd, path, lock.files[path]),
  );
  const made = changed.filter((path) => lock.files[path]?.fate === "made");
  const edited = changed.filter((path) => !made.includes(path));
  const detail = `${name}, ${framework} ${protocol}, by version ${lock.generator}`;
  return [
    { name: "lock", status: "ok", detail },
    {
      name: "files",
      status: "ok",
      detail: `${paths.length - changed.length - missing.length} unchanged`,
    },
    ...group("edited", edited),
    ...group("generated", made).map((finding) => ({ ...finding, status: "warn" as const, hint: anew })),
    ...group("removed", missing),
  ];
}

/** Compares byte for byte, or with the line endings of a checkout on Windows normalised. */
function isAsWritten(cwd: string, path: string, file: LockedFile | undefined): boolean {
  const text = decodeExact(readBytes(cwd, path), path);
  return sha256(text) === file?.sha256 || sha256(normalText(text)) === file?.sha256;
}

function group(name: string, paths: readonly string[]): readonly Finding[] {
  if (paths.length === 0) return [];
  const more = paths.length > shown ? ` and ${paths.length - shown} more` : "";
  return [{ name, status: "ok", detail: `${paths.slice(0, shown).join(", ")}${more}` }];
}

function readLock(cwd: string): ServiceLock | UserError {
  try {
    return parseLock(readText(cwd, lockPath), lockPath);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
