import type { LintException } from "./buf-config.ts";
import type { Workspace } from "./workspace.ts";

/** The rules of `buf lint` that the user's files break, by running it. */
export async function lintExceptions({ buf }: Pick<Workspace, "buf">): Promise<readonly LintException[]> {
  const { stdout } = await buf(["lint", "--error-format=json"]);
  const files = new Map<string, Set<string>>();
  for (const line of stdout.split("\n")) {
    const broken = /^\{/.test(line) ? parseLine(line) : undefined;
    if (broken === undefined) continue;
    files.set(broken.rule, (files.get(broken.rule) ?? new Set()).add(broken.file));
  }
  return [...files]
    .map(([rule, paths]) => ({ rule, files: [...paths].sort() }))
    .sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** `{"path":"api/a.proto","start_line":1,…,"type":"PACKAGE_DEFINED","message":"…"}` */
function parseLine(line: string): { rule: string; file: string } | undefined {
  const { path, type }: { path?: unknown; type?: unknown } = JSON.parse(line);
  if (typeof path !== "string" || typeof type !== "string" || !/^[A-Z_]+$/.test(type)) return undefined;
  return { rule: type, file: path.replaceAll("\\", "/") };
}
