import { UserError } from "../error.ts";
import { checkPath } from "../files/gate.ts";
import {
  asObject,
  asText,
  below,
  type JsonObject,
  type Place,
  parseJson,
  wrong,
} from "../files/json-shape.ts";
import { sha256 } from "../files/sha256.ts";
import { type Answers, orderAnswers, readAnswers } from "../options/answers.ts";
import type { PlannedFile } from "./plan.ts";

/** The path of the lock in a service. */
export const lockPath = ".gomicro/lock.json";

/** The content of `.gomicro/lock.json`: enough to compute the same plan again and to see which files changed since. */
export interface ServiceLock {
  /** The version of this format. */
  readonly lock: 1;
  /** The version of the generator. */
  readonly generator: string;
  readonly answers: Answers;
  /** Whether the user accepted methods that the protocol can't carry. */
  readonly partial: boolean;
  /** The SHA-256 of each file in hex, by path, except for the lock itself. */
  readonly files: Readonly<Record<string, string>>;
}

interface LockSources {
  readonly generator: string;
  readonly answers: Answers;
  readonly partial: boolean;
  readonly files: readonly PlannedFile[];
}

/** Creates a lock. Keys are in a fixed order whatever the order of the answers, so that equal locks are equal bytes. */
export function createLock({ generator, answers, partial, files }: LockSources): ServiceLock {
  return {
    lock: 1,
    generator,
    answers: orderAnswers(answers),
    partial,
    files: Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)])),
  };
}

/** Prints a lock, with a hash that reveals edits. */
export function printLock(lock: ServiceLock): string {
  return `${JSON.stringify({ ...lock, integrity: integrityOf(lock) }, null, 2)}\n`;
}

function integrityOf({ lock, generator, answers, partial, files }: ServiceLock): string {
  return `sha256-${sha256(JSON.stringify({ lock, generator, answers, partial, files }))}`;
}

const code = "lock";
const restore = "only the generator writes the lock: restore it from version control";
const newer = "run that version or a later one";

/** Reads a lock. One that was edited, truncated or merged by hand is an error. */
export function parseLock(text: string, file: string): ServiceLock {
  const top: Place = { code, file, key: "" };
  try {
    return readLock(asObject(parseJson(text, top), top), top);
  } catch (error) {
    if (!(error instanceof UserError) || error.hint === newer) throw error;
    throw new UserError(code, error.message, { hint: restore, cause: error });
  }
}

function readLock(json: JsonObject, top: Place): ServiceLock {
  if (typeof json.lock === "number" && json.lock > 1) {
    const message = `${top.file} was written by a newer generator (${String(json.generator)})`;
    throw new UserError(code, message, { hint: newer });
  }
  if (json.lock !== 1) throw wrong(below(top, "lock"), "1");
  asObject(json, top, ["lock", "generator", "answers", "partial", "files", "integrity"]);
  const filesAt = below(top, "files");
  const files = Object.entries(asObject(json.files, filesAt));
  const lock: ServiceLock = {
    lock: 1,
    generator: asText(json.generator, below(top, "generator")),
    answers: readAnswers(json.answers, below(top, "answers")),
    partial: json.partial === true,
    files: Object.fromEntries(
      files.map(([path, hash]) => [checkPath(path), asText(hash, below(filesAt, path))]),
    ),
  };
  if (json.integrity !== integrityOf(lock)) {
    throw new UserError(code, `${top.file} was edited by hand: its integrity does not match`);
  }
  return lock;
}
