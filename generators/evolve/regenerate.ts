import { sha256 } from "../files/sha256.ts";
import type { IdlModel } from "../idl/model.ts";
import type { Plan, PlannedFile } from "../plan/plan.ts";
import { lockedFile, lockPath, printLock, type ServiceLock } from "../plan/service-lock.ts";
import { isBelowGen } from "../tools/gen-folder.ts";
import type { Changes } from "./changes.ts";
import { mergeFiles } from "./merges.ts";
import { stubChanges } from "./stub-changes.ts";
import { sharedByStubs, stubHolders, stubsOf } from "./stub-files.ts";

interface RegenerateSources {
  /** The service as it would be generated now, from its answers and its current IDL. */
  readonly plan: Plan;
  readonly idl: Pick<IdlModel, "services" | "knownImports">;
  readonly lock: ServiceLock;
  /** The files that `readCurrent` reads, by path. */
  readonly current: ReadonlyMap<string, string>;
  /** Other files that change: the IDL itself, for `add`. */
  readonly edited: readonly PlannedFile[];
  /** Whether a path of the service exists. */
  readonly exists: (path: string) => boolean;
}

/**
 * The changes that follow from a change of the IDL: what is made is made anew, what is merged gets what it lacks, and
 * new methods get stubs. Never changes a line that the user wrote. Pure.
 */
export function regenerate(sources: RegenerateSources): Changes {
  const { plan, idl, lock, current, edited } = sources;
  const files = plan.files.filter(({ path }) => path !== lockPath);
  const planned = new Map(files.map((file) => [file.path, file]));
  const holdsStubs = stubHolders({ plan, lock });
  const merged = mergeFiles({ planned, current, lock });
  const stubs = stubChanges({
    services: idl.services,
    stubs: stubsOf(files),
    shared: sharedByStubs(files),
    existing: new Map([...current].filter(([path]) => holdsStubs(path))),
    module: lock.answers.module,
  });
  const all = [
    ...edited,
    ...files.filter(({ fate }) => fate === "made"),
    ...merged.filter((one) => "content" in one),
    ...joining(files, sources),
    ...stubs.write,
  ];
  const write = all.filter(({ path, content }) => current.get(path) !== content).sort(byPath);
  const remove = [...current.keys()].filter((path) => isRemoved(path, planned, lock)).sort();
  const lockFile = relock({ lock, current, write, remove });
  return {
    write: lockFile === undefined ? write : [...write, lockFile].sort(byPath),
    remove,
    notes: [...merged.filter((one) => "text" in one), ...stubs.notes],
  };
}

/**
 * Files of layers that the changed IDL selects for the first time, such as validation. What comes with stubs comes only
 * when a stub does.
 */
function joining(
  files: readonly PlannedFile[],
  { lock, edited, exists }: RegenerateSources,
): readonly PlannedFile[] {
  const withStubs = new Set([...stubsOf(files).map(({ file }) => file), ...sharedByStubs(files)]);
  return files.filter(
    (file) =>
      file.fate !== "made" &&
      !withStubs.has(file) &&
      !edited.some(({ path }) => path === file.path) &&
      lock.files[file.path] === undefined &&
      !exists(file.path),
  );
}

/** Whether a made file is no longer planned: one of the lock's, or anything in the folder of generated code. */
function isRemoved(path: string, planned: ReadonlyMap<string, PlannedFile>, lock: ServiceLock): boolean {
  if (planned.has(path)) return false;
  return isBelowGen(path) || lock.files[path]?.fate === "made";
}

interface Relock extends Pick<RegenerateSources, "lock" | "current"> {
  readonly write: readonly PlannedFile[];
  readonly remove: readonly string[];
}

/**
 * The lock with the hashes of the files written now. A file that the user has edited keeps its old hash, so that it
 * still counts as edited.
 */
function relock({ lock, current, write, remove }: Relock): PlannedFile | undefined {
  const files = new Map(Object.entries(lock.files));
  for (const file of write) {
    const { path } = file;
    const before = current.get(path);
    const known = lock.files[path];
    const edited = before !== undefined && sha256(before) !== known?.sha256;
    const fate = known?.fate ?? file.fate;
    if (fate === "made" || !edited) files.set(path, lockedFile({ ...file, fate }));
  }
  for (const path of remove) files.delete(path);
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const content = printLock({ ...lock, files: Object.fromEntries(sorted) });
  if (content === printLock(lock)) return undefined;
  return { path: lockPath, content, mode: 0o644, layer: "lock", fate: "made", service: null };
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
