import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { decodeExact, kindBelow, listFiles, readBytes, readText } from "../files/disk.ts";
import type { Plan } from "../plan/plan.ts";
import { lockPath, parseLock, type ServiceLock } from "../plan/service-lock.ts";
import { genFolder } from "../tools/gen-folder.ts";
import { version } from "../version.ts";
import { stubHolders, stubsOf } from "./stub-files.ts";

/** An existing service. */
export interface ExistingService {
  /** The absolute path of its folder. */
  readonly root: string;
  readonly lock: ServiceLock;
}

/**
 * Reads the service in this folder. It must have been created by this version of the generator, because generated code
 * has to fit the runtime beside it.
 */
export function readService(root: string): ExistingService {
  if (!existsSync(join(root, lockPath))) {
    throw new UserError("no-service", `there is no service in this folder: ${lockPath} is missing`, {
      hint: "run the command in the folder of the service's go.mod",
    });
  }
  const lock = parseLock(readText(root, lockPath), lockPath);
  if (lock.generator !== version) {
    throw new UserError(
      "generator",
      `the service was created by version ${lock.generator}, but this is version ${version}`,
      {
        hint: `npx create-gomicro@${lock.generator} generates code that fits the rest of the service`,
      },
    );
  }
  return { root, lock };
}

/**
 * The files of the service that a change of its IDL may change, by path, byte for byte: those that are made or merged,
 * by the lock or by the plan, and those that may hold stubs.
 */
export function readCurrent({ root, lock }: ExistingService, plan: Plan): ReadonlyMap<string, string> {
  const entries = [...plan.files.map(({ path, fate }) => ({ path, fate })), ...lockedFates(lock)];
  const changing = entries.filter(({ fate }) => fate === "made" || fate === "merged");
  const stubs = stubsOf(plan.files);
  const folders = [...new Set(stubs.map(({ folder }) => folder))];
  const paths = [
    ...changing.map(({ path }) => path).filter((path) => kindBelow(root, path) === "file"),
    ...listFiles(root, genFolder),
    ...folders.flatMap((folder) => listFiles(root, folder)).filter(stubHolders({ plan, lock })),
  ];
  const sorted = [...new Set(paths)].sort();
  return new Map(sorted.map((path) => [path, readExact(root, path)]));
}

function lockedFates({ files }: ServiceLock) {
  return Object.entries(files).map(([path, { fate }]) => ({ path, fate }));
}

/** Reads a file's text without normalising it, so that the user's bytes are preserved. */
export function readExact(root: string, path: string): string {
  return decodeExact(readBytes(root, path), join(root, path));
}
