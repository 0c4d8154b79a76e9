import { join } from "node:path";
import { type Disk, inTheWay, kindBelow, kindOf, readBytes, realDisk } from "../files/disk.ts";
import { explain } from "../files/fs-error.ts";
import type { Plan, PlannedFile } from "./plan.ts";

/** A planned file, compared with the target. */
export interface ComparedFile {
  readonly file: PlannedFile;
  /** `conflict`: the file exists with other content. */
  readonly status: "create" | "same" | "conflict";
  /** The existing content; null for `create`. */
  readonly existing: string | null;
}

interface CompareOptions {
  readonly plan: Plan;
  /** Absolute path. */
  readonly target: string;
  readonly disk?: Disk;
}

/** Compares each planned file with the target. A link, a device or a folder in the place of a file is an error. */
export function compare({ plan, target, disk = realDisk }: CompareOptions): readonly ComparedFile[] {
  try {
    const kind = kindOf(target, disk);
    if (kind === "missing") return plan.files.map((file) => ({ file, status: "create", existing: null }));
    if (kind !== "folder") throw inTheWay(target, kind, "folder");
    return plan.files.map((file) => compareFile(file, target, disk));
  } catch (error) {
    throw explain(error, `can't read ${target}`);
  }
}

function compareFile(file: PlannedFile, target: string, disk: Disk): ComparedFile {
  const kind = kindBelow(target, file.path, disk);
  if (kind === "missing") return { file, status: "create", existing: null };
  if (kind !== "file") throw inTheWay(join(target, file.path), kind, "file");
  const bytes = Buffer.from(readBytes(target, file.path, disk));
  const same = bytes.equals(Buffer.from(file.content));
  return { file, status: same ? "same" : "conflict", existing: bytes.toString("utf8") };
}
