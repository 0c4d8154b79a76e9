/** Folder names with a special meaning in Go. */
const meaningful: readonly string[] = ["internal", "vendor", "testdata"];

/**
 * The folder below `gen/` for a folder of the IDL: the same path, with characters replaced that an import path can't
 * contain.
 */
export function goFolder(folder: string): string {
  const parts = folder.split("/").map((part) => {
    if (meaningful.includes(part)) return `${part}_`;
    return part.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^(?=[^A-Za-z0-9])/, "x");
  });
  return parts.join("/");
}
