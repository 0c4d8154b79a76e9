import { UserError } from "../error.ts";
import { isWindowsDevice } from "./is-windows-device.ts";

/** The longest relative path in bytes. It leaves room for the target folder within the limits of Windows and git. */
const longest = 240;

/** Printable ASCII. */
const plain = /^[ -~]*$/;

/**
 * The gate in front of every read and write below a folder. Returns the path if it names a file inside that folder on
 * every system, and throws otherwise. It checks only the text; `disk.ts` checks for links.
 */
export function checkPath(path: string): string {
  const reason = defect(path);
  if (reason !== undefined) {
    throw new UserError("unsafe-path", `unsafe path ${JSON.stringify(path)}: ${reason}`, {
      hint: "paths are relative, stay inside their folder and are legal on every system",
    });
  }
  return path;
}

function defect(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (Buffer.byteLength(path) > longest) return `it is longer than ${longest} bytes`;
  // Control, format, private-use and unassigned characters are invisible, and some file systems drop them. Node takes 8
  // ms to compile this expression, and most paths don't need it.
  if (!plain.test(path) && /\p{C}/u.test(path)) return "it has an invisible character";
  if (path.includes("\\")) return "it has a backslash";
  if (path.startsWith("/")) return "it is absolute";
  if (/[<>:"|?*]/.test(path)) return 'it has one of < > : " | ? *';
  for (const segment of path.split("/")) {
    if (segment === "") return "it has an empty part";
    if (segment === "." || segment === "..") return `it has the part "${segment}"`;
    if (/[. ]$/.test(segment) || segment.startsWith(" "))
      return `"${segment}" begins with a space or ends with a dot or a space`;
    if (isWindowsDevice(segment)) return `"${segment}" is a device on Windows`;
    if (/^(\.git|git~\d+)$/i.test(segment.normalize("NFKC"))) return `"${segment}" is git's own folder`;
  }
  return undefined;
}

export interface OwnedPath {
  readonly path: string;
  /** Where the path comes from, for messages. */
  readonly owner: string;
}

/**
 * Checks each path, and refuses two owners of one path, also on file systems that ignore case or Unicode
 * normalisation.
 */
export function checkPaths(files: readonly OwnedPath[]): void {
  const owners = new Map<string, OwnedPath>();
  const folders = new Map<string, OwnedPath>();
  for (const file of files) {
    checkPath(file.path);
    const other = owners.get(fold(file.path));
    if (other !== undefined) throw collision(other, file);
    owners.set(fold(file.path), file);
  }
  for (const file of files) {
    for (let slash = file.path.indexOf("/"); slash >= 0; slash = file.path.indexOf("/", slash + 1)) {
      const folder = file.path.slice(0, slash);
      const other = owners.get(fold(folder)) ?? folders.get(fold(folder));
      if (other !== undefined && !other.path.startsWith(`${folder}/`)) throw collision(other, file);
      folders.set(fold(folder), file);
    }
  }
}

function collision(a: OwnedPath, b: OwnedPath): UserError {
  const message =
    a.path === b.path
      ? `${a.path} is supplied twice: by ${a.owner} and by ${b.owner}`
      : `${a.path} (${a.owner}) and ${b.path} (${b.owner}) can't both exist on every file system`;
  return new UserError("path-collision", message, { hint: "one path, one owner" });
}

/** Maps names that some file system treats as equal to the same string. */
function fold(path: string): string {
  if (plain.test(path)) return path.toLowerCase();
  return path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}
