import { dirname, join } from "node:path";
import { exitStatus, UserError } from "../error.ts";
import { type Disk, inTheWay, kindOf, realDisk } from "../files/disk.ts";
import { explain } from "../files/fs-error.ts";
import { type ComparedFile, compare } from "./compare.ts";
import type { Plan, PlannedFile } from "./plan.ts";
import {
  type Journal,
  makeFolders,
  makeStage,
  place,
  removeEmptyFolders,
  takeAway,
  writeNew,
} from "./stage.ts";

export interface ApplyOptions {
  readonly plan: Plan;
  /** Absolute path. Links above it are the user's own and are followed. */
  readonly target: string;
  /** Whether to overwrite every file that has other content. */
  readonly force: boolean;
  /** Decisions about single conflicts, by path. Any other conflict is an error. */
  readonly decisions?: ReadonlyMap<string, Decision>;
  /** Files to remove, together with the folders that become empty. */
  readonly remove?: readonly string[];
  /** Aborting leaves the target as it was. */
  readonly signal: AbortSignal;
  readonly disk?: Disk;
}

/** What to do with a file that exists with other content. */
export type Decision = "overwrite" | "keep";

/** Paths, in the order of the plan. */
export interface ApplyResult {
  readonly created: readonly string[];
  readonly overwritten: readonly string[];
  readonly same: readonly string[];
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Writes a plan: the one place that writes to the target. Everything is written to a temporary folder first and then
 * moved. On any failure, and when the signal aborts, all changes are undone.
 */
export async function applyPlan(options: ApplyOptions): Promise<ApplyResult> {
  const { plan, target, remove = [], signal, disk = realDisk } = options;
  const compared = compare({ plan, target, disk });
  const steps = compared.map((file) => ({ ...file, step: stepFor(file, options) }));
  const unresolved = steps.filter(({ step }) => step === "conflict").map(({ file }) => file.path);
  if (unresolved.length > 0) throw conflict(unresolved, target);
  const overwritten = paths(steps, "overwritten");
  const created = paths(steps, "created");
  const writes = steps
    .filter(({ step }) => step === "created" || step === "overwritten")
    .map(({ file }) => file);
  const journal: Journal = { disk, undo: [] };
  const work = { journal, target, signal, writes, remove, overwritten: new Set(overwritten) };
  let finish = (): void => {};
  try {
    if (kindOf(target, disk) === "missing") await writeNewTarget(work);
    else if (writes.length + remove.length > 0) finish = await writeInto(work);
  } catch (error) {
    const cause = explain(error, `can't write ${target}`);
    rollBack(journal, cause);
    throw cause;
  }
  finish();
  return { created, overwritten, same: paths(steps, "same"), kept: paths(steps, "kept"), removed: remove };
}

type Step = Exclude<keyof ApplyResult, "removed"> | "conflict";

function stepFor({ file, status }: ComparedFile, { force, decisions }: ApplyOptions): Step {
  if (status === "create") return "created";
  if (status === "same") return "same";
  const decision = decisions?.get(file.path) ?? (force ? "overwrite" : undefined);
  if (decision === undefined) return "conflict";
  return decision === "overwrite" ? "overwritten" : "kept";
}

function paths(steps: readonly (ComparedFile & { step: Step })[], wanted: Step): readonly string[] {
  return steps.filter(({ step }) => step === wanted).map(({ file }) => file.path);
}

interface Work {
  readonly journal: Journal;
  readonly target: string;
  readonly signal: AbortSignal;
  readonly writes: readonly PlannedFile[];
  readonly remove: readonly string[];
  readonly overwritten: ReadonlySet<string>;
}

/** Writes a target that does not exist yet: builds it beside its place and renames it, so that it appears complete. */
async function writeNewTarget({ journal, target, signal, writes }: Work): Promise<void> {
  const { disk } = journal;
  const parent = dirname(target);
  makeAncestors(journal, parent);
  const stage = makeStage(journal, join(parent, ".gomicro-"));
  const made = new Set<string>();
  for (const [index, file] of writes.entries()) {
    await breathe(index, signal);
    const path = join(stage.path, file.path);
    makeFolders(journal, stage.path, dirname(path), made);
    writeNew(disk, path, file);
  }
  disk.chmodSync(stage.path, 0o755);
  await breathe(0, signal);
  disk.renameSync(stage.path, target);
}

/** Links above the target are the user's own and are followed. */
function makeAncestors(journal: Journal, folder: string): void {
  const { disk } = journal;
  let existing = folder;
  while (kindOf(existing, disk) === "missing") existing = dirname(existing);
  const kind = kindOf(disk.realpathSync(existing), disk);
  if (kind !== "folder") throw inTheWay(existing, kind, "folder");
  makeFolders(journal, existing, folder);
}

/**
 * Writes into an existing folder, which is not replaced because a shell may have it as its working directory. Files
 * are written to a temporary folder in it, on the same file system, and then moved one by one. Returns a function that
 * removes that folder and the overwritten files in it; after that nothing can be undone.
 */
async function writeInto({
  journal,
  target,
  signal,
  writes,
  remove,
  overwritten,
}: Work): Promise<() => void> {
  const stage = makeStage(journal, join(target, ".gomicro-"));
  for (const [index, file] of writes.entries()) {
    await breathe(index, signal);
    writeNew(journal.disk, join(stage.path, String(index)), file);
  }
  for (const [index, file] of writes.entries()) {
    await breathe(index, signal);
    const backup = overwritten.has(file.path) ? join(stage.path, `${index}.old`) : null;
    place(journal, { staged: join(stage.path, String(index)), target, file, backup });
  }
  for (const [index, path] of remove.entries()) {
    await breathe(index, signal);
    takeAway(journal, { target, path, backup: join(stage.path, `${index}.removed`) });
  }
  await breathe(0, signal);
  return () => {
    stage.drop();
    for (const path of remove) removeEmptyFolders(journal.disk, target, dirname(path));
  };
}

/** Yields to signal handlers from time to time, and throws if one has aborted. */
async function breathe(index: number, signal: AbortSignal): Promise<void> {
  if (index % 32 === 0) await new Promise((resolve) => setImmediate(resolve));
  if (!signal.aborted) return;
  if (signal.reason instanceof UserError) throw signal.reason;
  throw new UserError("interrupted", "interrupted: nothing was written", { status: exitStatus.interrupted });
}

function rollBack({ undo }: Journal, cause: unknown): void {
  const failures: string[] = [];
  for (const step of undo.reverse()) {
    try {
      step();
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (failures.length === 0) return;
  throw new UserError("rollback", `could not undo everything: ${failures.join("; ")}`, {
    hint: `the first failure was: ${cause instanceof Error ? cause.message : String(cause)}`,
    cause,
  });
}

const shown = 10;

function conflict(files: readonly string[], target: string): UserError {
  const more = files.length > shown ? ` and ${files.length - shown} more` : "";
  return new UserError(
    "conflict",
    `these files in ${target} have other content: ${files.slice(0, shown).join(", ")}${more}`,
    {
      hint: "see the changes with --diff, or overwrite the files with --force",
    },
  );
}
