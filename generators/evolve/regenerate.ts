import { sha256 } from "../files/sha256.ts";
import type { IdlModel } from "../idl/model.ts";
import { addRequirements, addSums, missingRequirements } from "../modules/requirements.ts";
import type { Plan, PlannedFile } from "../plan/plan.ts";
import { lockPath, printLock, type ServiceLock } from "../plan/service-lock.ts";
import { bufModules } from "./buf-modules.ts";
import type { Changes, Note } from "./changes.ts";
import { isGenerated } from "./is-generated.ts";
import { isStub, stubChanges } from "./stub-changes.ts";

interface RegenerateSources {
  /** The service as it would be generated now, from its answers and its current IDL. */
  readonly plan: Plan;
  readonly idl: Pick<IdlModel, "services" | "knownImports">;
  readonly lock: ServiceLock;
  /** The generated files, the stubs, go.mod and go.sum of the service, by path. */
  readonly current: ReadonlyMap<string, string>;
  /** Other files that change: the IDL itself, for `add`. */
  readonly edited: readonly PlannedFile[];
  /** Whether a path of the service exists. */
  readonly exists: (path: string) => boolean;
}

/**
 * The changes that follow from a change of the IDL: regenerated files, and stubs for new methods. Never changes a line
 * that the user wrote. Pure.
 */
export function regenerate(sources: RegenerateSources): Changes {
  const { plan, idl, lock, current, edited } = sources;
  const planned = new Map(plan.files.map((file) => [file.path, file]));
  const generated = plan.files.filter(({ path }) => isGenerated(path));
  const notes: Note[] = [];
  const made = generated.filter((file) => {
    const mine = keepsOwn(file, lock, current);
    if (mine) notes.push(ownConfig(file));
    return !mine;
  });
  const modules = bufModules({ planned, current, lock });
  const configured = modules !== undefined && "content" in modules ? [modules] : [];
  if (modules !== undefined && "text" in modules) notes.push(modules);
  const stubs = stubChanges({
    services: idl.services,
    planned: new Map([...planned].filter(([path]) => isStub(path))),
    existing: new Map([...current].filter(([path]) => isStub(path))),
    module: lock.answers.module,
  });
  const all = [
    ...edited,
    ...made,
    ...configured,
    ...joining(sources),
    ...stubs.write,
    ...moduleChanges(planned, current),
  ];
  const write = all.filter(({ path, content }) => current.get(path) !== content).sort(byPath);
  const remove = [...current.keys()].filter((path) => isRemoved(path, planned, lock)).sort();
  const lockFile = relock({ lock, current, write, remove });
  return {
    write: lockFile === undefined ? write : [...write, lockFile].sort(byPath),
    remove,
    notes: [...notes, ...stubs.notes],
  };
}

/**
 * Files of layers that the changed IDL selects for the first time, such as validation. Stubs are handled separately.
 */
function joining({ plan, lock, exists }: RegenerateSources): readonly PlannedFile[] {
  return plan.files.filter(
    ({ path, layer }) =>
      !isGenerated(path) &&
      !isStub(path) &&
      layer !== "idl" &&
      !layer.startsWith("own/") &&
      lock.files[path] === undefined &&
      path !== lockPath &&
      !exists(path),
  );
}

/** Whether the user edited buf.gen.yaml, where plugins are added. It is the user's from then on. */
function keepsOwn(
  { path, content }: PlannedFile,
  lock: ServiceLock,
  current: ReadonlyMap<string, string>,
): boolean {
  const now = current.get(path);
  return path === "buf.gen.yaml" && now !== undefined && now !== content && sha256(now) !== lock.files[path];
}

function ownConfig({ path, content }: PlannedFile): Note {
  const mapping = content.split("\n").filter((line) => /^\s+- M/.test(line));
  const lines = [...new Set(mapping.map((line) => line.trim()))].join("; ");
  return {
    path,
    line: null,
    text: `you edited this file, so it was left unchanged; each plugin needs ${lines}`,
  };
}

/**
 * Whether a generated file is no longer planned. Everything in `gen/` is generated; elsewhere, the lock lists what is.
 */
function isRemoved(path: string, planned: ReadonlyMap<string, PlannedFile>, lock: ServiceLock): boolean {
  if (!isGenerated(path) || planned.has(path) || path === "buf.gen.yaml") return false;
  return path.startsWith("gen/") || lock.files[path] !== undefined;
}

/** Adds the modules that a new import requires. Existing lines of go.mod don't change. */
function moduleChanges(
  planned: ReadonlyMap<string, PlannedFile>,
  current: ReadonlyMap<string, string>,
): readonly PlannedFile[] {
  const [mod, sum] = [planned.get("go.mod"), planned.get("go.sum")];
  const [ownMod, ownSum] = [current.get("go.mod"), current.get("go.sum")];
  if (!mod || !sum || ownMod === undefined || ownSum === undefined) return [];
  const missing = missingRequirements(ownMod, mod.content);
  if (missing.length === 0) return [];
  const sums = sum.content.split("\n").filter((line) => line !== "");
  return [
    { ...mod, content: addRequirements(ownMod, missing) },
    { ...sum, content: addSums(ownSum, sums) },
  ];
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
  for (const { path, content } of write) {
    const before = current.get(path);
    const edited = before !== undefined && sha256(before) !== lock.files[path];
    if (isGenerated(path) || !edited) files.set(path, sha256(content));
  }
  for (const path of remove) files.delete(path);
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const content = printLock({ ...lock, files: Object.fromEntries(sorted) });
  if (content === printLock(lock)) return undefined;
  return { path: lockPath, content, mode: 0o644, layer: "lock" };
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
