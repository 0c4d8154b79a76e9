import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder, sorted: path with slashes → absolute path. */
export function folderFiles(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length + 1).replaceAll("\\", "/"), path] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Every file below a folder: path with slashes → text. */
export function readFolder(folder: string): ReadonlyMap<string, string> {
  return new Map(folderFiles(folder).map(([path, file]) => [path, readFileSync(file, "utf8")]));
}
