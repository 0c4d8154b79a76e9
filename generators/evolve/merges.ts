import { sha256 } from "../files/sha256.ts";
import { addRequirements, addSums, missingRequirements } from "../modules/requirements.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { ServiceLock } from "../plan/service-lock.ts";
import { hasThirdParty, withThirdParty } from "../tools/buf-yaml.ts";
import type { Note } from "./changes.ts";

export interface MergeSources {
  readonly planned: ReadonlyMap<string, PlannedFile>;
  readonly current: ReadonlyMap<string, string>;
  readonly lock: ServiceLock;
}

/** A merged file that exists: as it was planned, and as it is. */
interface Merged extends MergeSources {
  readonly file: PlannedFile;
  readonly now: string;
}

/** The file with its additions, what the user has to add, or undefined when there is nothing to do. */
type Merge = (merged: Merged) => PlannedFile | Note | undefined;

const merges: Readonly<Record<string, Merge>> = {
  "go.mod": mergeGoMod,
  "go.sum": mergeGoSum,
  "buf.yaml": mergeBufYaml,
  "buf.gen.yaml": mergeBufGenYaml,
};

/** Adds to the merged files what the plan has and the service lacks. A file without a merge stays as it is. */
export function mergeFiles(sources: MergeSources): readonly (PlannedFile | Note)[] {
  const { planned, current } = sources;
  return [...planned.values()].flatMap((file) => {
    const now = current.get(file.path);
    if (file.fate !== "merged" || now === undefined) return [];
    return merges[file.path]?.({ ...sources, file, now }) ?? [];
  });
}

/** Adds the modules that a new import requires. Existing lines don't change. */
function mergeGoMod({ file, now }: Merged): PlannedFile | undefined {
  const missing = missingRequirements(now, file.content);
  return missing.length === 0 ? undefined : { ...file, content: addRequirements(now, missing) };
}

/** Adds the sums when go.mod gets a module. */
function mergeGoSum({ file, now, planned, current }: Merged): PlannedFile | undefined {
  const [wanted, mod] = [planned.get("go.mod"), current.get("go.mod")];
  if (!wanted || mod === undefined || missingRequirements(mod, wanted.content).length === 0) return undefined;
  const sums = file.content.split("\n").filter((line) => line !== "");
  return { ...file, content: addSums(now, sums) };
}

/**
 * The first import of a published proto adds the folder `third_party`. Nothing else in buf.yaml changes with the IDL:
 * its lint exceptions were decided when the service was created.
 */
function mergeBufYaml(merged: Merged): PlannedFile | Note | undefined {
  const { file, now } = merged;
  if (!hasThirdParty(file.content) || hasThirdParty(now)) return undefined;
  if (isEdited(merged)) return leftUnchanged(file, "its modules need - path: third_party");
  return { ...file, content: withThirdParty(now) };
}

/** A new file of the IDL adds its lines to each plugin. Once the user has added a plugin, these lines are theirs to add. */
function mergeBufGenYaml(merged: Merged): PlannedFile | Note | undefined {
  const { file, now } = merged;
  if (now === file.content) return undefined;
  if (!isEdited(merged)) return file;
  const mapping = file.content.split("\n").filter((line) => /^\s+- M/.test(line));
  const lines = [...new Set(mapping.map((line) => line.trim()))].join("; ");
  return leftUnchanged(file, `each plugin needs ${lines}`);
}

function isEdited({ file, now, lock }: Merged): boolean {
  return sha256(now) !== lock.files[file.path]?.sha256;
}

function leftUnchanged({ path }: PlannedFile, needed: string): Note {
  return { path, line: null, text: `you edited this file, so it was left unchanged; ${needed}` };
}
