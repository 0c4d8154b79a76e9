import { dirname, join } from "node:path";
import { type Disk, inTheWay, kindBelow, kindOf } from "../files/disk.ts";
import { errnoOf } from "../files/fs-error.ts";
import type { PlannedFile } from "./plan.ts";

/** The steps that undo what has been done to the disk, in order. */
export interface Journal {
  readonly disk: Disk;
  readonly undo: (() => void)[];
}

/**
 * Creates a folder below `root` and its missing parents, with a mode that does not depend on the umask. Folders in
 * `made` are known to exist, for places where no other process writes.
 */
export function makeFolders(
  journal: Journal,
  root: string,
  folder: string,
  made: Set<string> = new Set(),
): void {
  if (folder === root || folder === dirname(folder) || made.has(folder)) return;
  made.add(folder);
  const { disk, undo } = journal;
  const kind = kindOf(folder, disk);
  if (kind === "folder") return;
  if (kind !== "missing") throw inTheWay(folder, kind, "folder");
  makeFolders(journal, root, dirname(folder), made);
  disk.mkdirSync(folder);
  undo.push(() => removeFolder(disk, folder));
  disk.chmodSync(folder, 0o755);
}

/** Removes a folder unless another process has put something into it. */
function removeFolder(disk: Disk, folder: string): void {
  if (disk.readdirSync(folder).length === 0) disk.rmdirSync(folder);
}

/** Creates a temporary folder for files that are not in place yet. `drop` removes it with its content. */
export function makeStage(
  { disk, undo }: Journal,
  prefix: string,
): { readonly path: string; readonly drop: () => void } {
  const path = disk.mkdtempSync(prefix);
  const drop = (): void => disk.rmSync(path, { recursive: true, force: true });
  undo.push(drop);
  disk.chmodSync(path, 0o700);
  return { path, drop };
}

/** Writes a file that must not exist yet, completely or not at all. Exclusive creation never follows a link. */
export function writeNew(
  disk: Disk,
  path: string,
  { content, mode }: Pick<PlannedFile, "content" | "mode">,
): void {
  const descriptor = disk.openSync(path, "wx", mode);
  try {
    disk.writeFileSync(descriptor, content);
    disk.fchmodSync(descriptor, mode);
  } catch (error) {
    disk.unlinkSync(path);
    throw error;
  } finally {
    disk.closeSync(descriptor);
  }
}

interface Placement {
  readonly staged: string;
  readonly target: string;
  readonly file: PlannedFile;
  /** Where the existing file is moved to; null when there must be none. */
  readonly backup: string | null;
}

/** Puts a staged file into its place without overwriting: an existing file is moved away first or is an error. */
export function place(journal: Journal, { staged, target, file, backup }: Placement): void {
  const { disk, undo } = journal;
  const path = join(target, file.path);
  makeFolders(journal, target, dirname(path));
  if (backup !== null) {
    disk.renameSync(path, backup);
    undo.push(() => disk.renameSync(backup, path));
  }
  try {
    disk.linkSync(staged, path);
  } catch (error) {
    if (!linkless.has(errnoOf(error))) throw error;
    writeNew(disk, path, file);
  }
  undo.push(() => disk.unlinkSync(path));
}

/** The errors of file systems without hard links. */
const linkless = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV", "EISDIR"]);

interface Removal {
  readonly target: string;
  /** Relative to the target. */
  readonly path: string;
  readonly backup: string;
}

/** Moves a file to its backup. It is not an error if the file is gone already. */
export function takeAway({ disk, undo }: Journal, { target, path, backup }: Removal): void {
  const kind = kindBelow(target, path, disk);
  const file = join(target, path);
  if (kind === "missing") return;
  if (kind !== "file") throw inTheWay(file, kind, "file");
  disk.renameSync(file, backup);
  undo.push(() => disk.renameSync(backup, file));
}

/** Removes a folder below `target` if it is empty, and then its parents likewise. */
export function removeEmptyFolders(disk: Disk, target: string, folder: string): void {
  const path = join(target, folder);
  if (folder === "." || kindOf(path, disk) !== "folder" || disk.readdirSync(path).length > 0) return;
  disk.rmdirSync(path);
  removeEmptyFolders(disk, target, dirname(folder));
}
