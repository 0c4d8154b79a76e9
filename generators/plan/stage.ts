import { dirname, join } from "node:path";
import { type Disk, inTheWay, kindBelow, kindOf } from "../files/disk.ts";
import { errnoOf } from "../files/fs-error.ts";
import type { PlannedFile } from "./plan.ts";

/** What has been done to the disk, so that it can be undone in reverse. */
export interface Journal {
  readonly disk: Disk;
  readonly undo: (() => void)[];
}

/**
 * Makes a folder and those above it down from `root`; umask has no say in the mode. Folders in `made` are known to be there:
 * for a place where nobody else writes.
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

/** A folder that somebody has put something into since stays. */
function removeFolder(disk: Disk, folder: string): void {
  if (disk.readdirSync(folder).length === 0) disk.rmdirSync(folder);
}

/** A temporary folder for what is not in place yet; `drop` removes it whatever is left in it. */
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

/** Writes a file that must not exist yet, whole or not at all: exclusive creation never follows a link. */
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
  /** Where the file that is there now goes; null when there must be none. */
  readonly backup: string | null;
}

/** Puts a staged file into its place, which is never overwritten: what is there is moved away first, or is an error. */
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

/** File systems without hard links say one of these. */
const linkless = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV", "EISDIR"]);

interface Removal {
  readonly target: string;
  /** Relative. */
  readonly path: string;
  readonly backup: string;
}

/** Moves a file out of the way; one that is gone already is fine. */
export function takeAway({ disk, undo }: Journal, { target, path, backup }: Removal): void {
  const kind = kindBelow(target, path, disk);
  const file = join(target, path);
  if (kind === "missing") return;
  if (kind !== "file") throw inTheWay(file, kind, "file");
  disk.renameSync(file, backup);
  undo.push(() => disk.renameSync(backup, file));
}

/** A folder below `target` that nothing is left in goes, and then the one above it. */
export function removeEmptyFolders(disk: Disk, target: string, folder: string): void {
  const path = join(target, folder);
  if (folder === "." || kindOf(path, disk) !== "folder" || disk.readdirSync(path).length > 0) return;
  disk.rmdirSync(path);
  removeEmptyFolders(disk, target, dirname(folder));
}
