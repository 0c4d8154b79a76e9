import nodeFs from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { checkPath } from "./gate.ts";

type Used =
  | "chmodSync"
  | "closeSync"
  | "fchmodSync"
  | "linkSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readFileSync"
  | "readdirSync"
  | "realpathSync"
  | "renameSync"
  | "rmSync"
  | "rmdirSync"
  | "unlinkSync"
  | "writeFileSync";

/** The functions of `node:fs` that are used. Tests pass a disk that fails. */
export interface Disk extends Pick<typeof nodeFs, Used> {
  readonly mkdtempSync: (prefix: string) => string;
}

export const realDisk: Disk = nodeFs;

export type EntryKind = "missing" | "file" | "folder" | "link" | "special";

/** The kind of entry at a path. Links are not followed. */
export function kindOf(path: string, disk: Disk = realDisk): EntryKind {
  const stat = disk.lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return "missing";
  if (stat.isSymbolicLink()) return "link";
  if (stat.isDirectory()) return "folder";
  return stat.isFile() ? "file" : "special";
}

/**
 * The kind of entry at a path below `root`. Every folder on the way is checked: a link or a file in its place is an
 * error. `root` itself is the caller's choice and is not checked.
 */
export function kindBelow(root: string, path: string, disk: Disk = realDisk): EntryKind {
  const parts = checkPath(path).split("/");
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    const kind = kindOf(folder, disk);
    if (kind === "missing") return "missing";
    if (kind !== "folder") throw inTheWay(folder, kind, "folder");
  }
  return kindOf(join(root, path), disk);
}

/** The error for another kind of entry where a file or a folder should be. */
export function inTheWay(path: string, kind: EntryKind, wanted: "file" | "folder"): UserError {
  return new UserError(
    "in-the-way",
    `${path} is ${kind === "link" ? "a symbolic link" : `not a ${wanted}`}`,
    {
      hint: "links are never followed; move it away or choose another folder",
    },
  );
}

/** Reads a text below `root`, with line endings normalised to LF. */
export function readText(root: string, path: string, disk: Disk = realDisk): string {
  return decodeText(readBytes(root, path, disk), join(root, path));
}

/** Reads a file below `root` without following links. */
export function readBytes(root: string, path: string, disk: Disk = realDisk): Uint8Array {
  const kind = kindBelow(root, path, disk);
  const file = join(root, path);
  if (kind === "missing") throw new UserError("missing-file", `${file} does not exist`);
  if (kind !== "file") throw inTheWay(file, kind, "file");
  const { O_NOFOLLOW = 0, O_RDONLY } = nodeFs.constants;
  const descriptor = disk.openSync(file, O_RDONLY | O_NOFOLLOW);
  try {
    return disk.readFileSync(descriptor);
  } finally {
    disk.closeSync(descriptor);
  }
}

/** Decodes a text and normalises its line endings. */
export function decodeText(bytes: Uint8Array, file: string): string {
  return normalText(decodeExact(bytes, file));
}

/** Removes a byte order mark and converts line endings to LF. */
export function normalText(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** Decodes a text so that it encodes to the same bytes, including the byte order mark and the line endings. */
export function decodeExact(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const line = new TextDecoder().decode(bytes).split("\uFFFD", 1)[0]?.split("\n").length;
    throw new UserError("not-text", `${file}:${line}: this is not UTF-8 text`, {
      hint: "save the file as UTF-8",
      cause,
    });
  }
}

const droppings = new Set([".DS_Store", "Thumbs.db"]);

/** The files below `root/folder`, sorted. A link or a device among them is an error. */
export function listFiles(root: string, folder: string, disk: Disk = realDisk): readonly string[] {
  const found: string[] = [];
  const walk = (path: string): void => {
    for (const name of disk.readdirSync(join(root, path)).sort()) {
      if (droppings.has(name)) continue;
      const child = `${path}/${name}`;
      const kind = kindOf(join(root, child), disk);
      if (kind === "folder") walk(child);
      else if (kind === "file") found.push(checkPath(child));
      else throw inTheWay(join(root, child), kind, "file");
    }
  };
  const kind = kindBelow(root, folder, disk);
  if (kind === "folder") walk(folder);
  else if (kind !== "missing") throw inTheWay(join(root, folder), kind, "folder");
  return found;
}
