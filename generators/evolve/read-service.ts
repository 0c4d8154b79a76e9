import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { decodeExact, kindBelow, listFiles, readBytes, readText } from "../files/disk.ts";
import { lockPath, parseLock, type ServiceLock } from "../plan/service-lock.ts";
import { version } from "../version.ts";
import { isGenerated } from "./is-generated.ts";
import { isStub, rpcFolder } from "./stub-changes.ts";

/** An existing service. */
export interface ExistingService {
  /** The absolute path of its folder. */
  readonly root: string;
  readonly lock: ServiceLock;
  /** Its generated files, stubs and module files by path, byte for byte. */
  readonly current: ReadonlyMap<string, string>;
}

const folders = ["gen", "third_party", "client", "internal/transport", rpcFolder.slice(0, -1)];
const files = [lockPath, "api/openapi.yaml", "buf.gen.yaml", "buf.yaml", "go.mod", "go.sum"];

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
  const paths = [
    ...folders.flatMap((folder) => listFiles(root, folder)),
    ...files.filter((path) => kindBelow(root, path) === "file"),
  ].filter((path) => isGenerated(path) || isStub(path) || files.includes(path));
  return { root, lock, current: new Map(paths.map((path) => [path, readExact(root, path)])) };
}

/** Reads a file's text without normalising it, so that the user's bytes are preserved. */
export function readExact(root: string, path: string): string {
  return decodeExact(readBytes(root, path), join(root, path));
}
