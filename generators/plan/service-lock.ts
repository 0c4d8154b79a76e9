import { UserError } from "../error.ts";
import { checkPath } from "../files/gate.ts";
import {
  asBoolean,
  asObject,
  asRecord,
  asText,
  below,
  type JsonObject,
  type Place,
  parseJson,
  wrong,
} from "../files/json-shape.ts";
import { sha256 } from "../files/sha256.ts";
import { type Fate, fates } from "../layers/fate.ts";
import { type Answers, orderAnswers, readAnswers } from "../options/answers.ts";
import { version } from "../version.ts";
import type { PlannedFile } from "./plan.ts";

/** The path of the lock in a service. */
export const lockPath = ".gomicro/lock.json";

/** The version of the lock's format. The first one had the key `lock` in the place of `format`, and no fates. */
const format = 2;

/**
 * The content of `.gomicro/lock.json`: enough to compute the same plan again, to see which files changed since, and to
 * know whose they are.
 */
export interface ServiceLock {
  readonly format: typeof format;
  /** The version of the generator. */
  readonly generator: string;
  readonly answers: Answers;
  /** Whether the user accepted methods that the protocol can't carry. */
  readonly partial: boolean;
  /** Every file by path, except for the lock itself. In JSON, they are grouped by fate: `{"made": {"<path>": "<sha256>"}}`. */
  readonly files: Readonly<Record<string, LockedFile>>;
}

export interface LockedFile {
  readonly fate: Fate;
  /** Of the content as it was generated, in hex. */
  readonly sha256: string;
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
    format,
    generator,
    answers: orderAnswers(answers),
    partial,
    files: Object.fromEntries(files.map((file) => [file.path, lockedFile(file)])),
  };
}

/** The entry of a file. */
export function lockedFile({ fate, content }: Pick<PlannedFile, "fate" | "content">): LockedFile {
  return { fate, sha256: sha256(content) };
}

/** Prints a lock, with a hash that reveals edits. */
export function printLock(lock: ServiceLock): string {
  return `${JSON.stringify({ ...jsonOf(lock), integrity: integrityOf(lock) }, null, 2)}\n`;
}

function integrityOf(lock: ServiceLock): string {
  return `sha256-${sha256(JSON.stringify(jsonOf(lock)))}`;
}

/** The lock without its integrity. `format` and `generator` are its first keys, because they are read first. */
function jsonOf({ format, generator, answers, partial, files }: ServiceLock) {
  const entries = Object.entries(files);
  const groups = fates.map((fate) => {
    const group = entries.filter(([, file]) => file.fate === fate);
    return [fate, Object.fromEntries(group.map(([path, { sha256 }]) => [path, sha256]))] as const;
  });
  return { format, generator, answers, partial, files: Object.fromEntries(groups) };
}

const code = "lock";
const restore = "only the generator writes the lock: restore it from version control";
const versionPattern = /^\d+\.\d+\.\d+[\w.+-]*$/;

/**
 * Reads a lock. The format and the generator that wrote it come first: a lock that another version wrote in another form
 * is an error that names that version. A lock that was edited, truncated or merged by hand is an error too.
 */
export function parseLock(text: string, file: string): ServiceLock {
  const top: Place = { code, file, key: "" };
  const json = orElse(damaged, () => asObject(parseJson(text, top), top));
  const generator = orElse(damaged, () => asVersion(json.generator, below(top, "generator")));
  const unreadable = generator === version ? damaged : () => otherForm(file, generator);
  const lock = orElse(unreadable, () => readLock(json, top, generator));
  if (json.integrity === integrityOf(lock)) return lock;
  throw damaged(new UserError(code, `${file} was edited by hand: its integrity does not match`));
}

/** Does the work; an error of the user's becomes another one. */
function orElse<T>(other: (error: UserError) => UserError, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? other(error) : error;
  }
}

function damaged(error: UserError): UserError {
  return new UserError(code, error.message, { hint: restore, cause: error });
}

/** An error in one line. A later version may know more answers, and an earlier one fewer: neither is the user's mistake. */
function otherForm(file: string, generator: string): UserError {
  const run = `npx create-gomicro@${generator}`;
  return new UserError(
    "lock-version",
    `${file} was written by version ${generator}, and this is version ${version}: run ${run} …`,
  );
}

function asVersion(value: unknown, place: Place): string {
  const text = asText(value, place);
  if (!versionPattern.test(text)) throw wrong(place, "a version");
  return text;
}

function readLock(json: JsonObject, top: Place, generator: string): ServiceLock {
  if (json.format !== format) throw wrong(below(top, "format"), String(format));
  asObject(json, top, ["format", "generator", "answers", "partial", "files", "integrity"]);
  return {
    format,
    generator,
    answers: readAnswers(json.answers, below(top, "answers")),
    partial: asBoolean(json.partial, below(top, "partial")),
    files: readFiles(json.files, below(top, "files")),
  };
}

function readFiles(value: unknown, place: Place): ServiceLock["files"] {
  const json = asObject(value, place, fates);
  const files = fates.flatMap((fate) =>
    Object.entries(asRecord(json[fate], below(place, fate), asText)).map(
      ([path, hash]): [string, LockedFile] => [checkPath(path), { fate, sha256: hash }],
    ),
  );
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}
