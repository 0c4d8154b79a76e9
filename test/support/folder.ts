import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder: path with slashes → text. */
export function readFolder(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map(
      (path) => [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")] as const,
    );
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}
