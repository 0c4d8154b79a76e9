import type { ComparedFile } from "../../plan/compare.ts";

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: string[];
}

const marks: Readonly<Record<ComparedFile["status"], string>> = {
  create: "",
  same: "  (unchanged)",
  conflict: "  (conflict)",
};

/** Prints planned files as a tree. A folder below `depth` is one line with its number of files. */
export function showTree(files: readonly ComparedFile[], depth = Number.POSITIVE_INFINITY): string {
  const root: Folder = { folders: new Map(), files: [] };
  for (const { file, status } of files) {
    const parts = file.path.split("/");
    const last = parts.pop() ?? "";
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? { folders: new Map(), files: [] };
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.push(`${last}${marks[status]}`);
  }
  return lines(root, depth, "  ").join("");
}

function lines({ folders, files }: Folder, depth: number, indent: string): readonly string[] {
  const below = [...folders].flatMap(([name, folder]) => {
    const [path, end] = chain(name, folder);
    const [only, ...more] = end.files;
    if (only !== undefined && more.length === 0 && end.folders.size === 0)
      return [`${indent}${path}/${only}\n`];
    if (depth > 1) return [`${indent}${path}/\n`, ...lines(end, depth - 1, `${indent}  `)];
    return [`${indent}${path}/  ${total(end)} files\n`];
  });
  return [...below, ...files.map((file) => `${indent}${file}\n`)];
}

/** Joins folders that contain only one folder or one file into one line: `api/inventory/v1/inventory.proto`. */
function chain(name: string, folder: Folder): readonly [string, Folder] {
  const [only, ...more] = folder.folders;
  if (only === undefined || more.length > 0 || folder.files.length > 0) return [name, folder];
  const [path, end] = chain(only[0], only[1]);
  return [`${name}/${path}`, end];
}

function total({ folders, files }: Folder): number {
  return [...folders.values()].reduce((sum, folder) => sum + total(folder), files.length);
}
