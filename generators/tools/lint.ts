import { asObject, type Place, parseJson } from "../files/json-shape.ts";
import type { LintException } from "./buf-yaml.ts";
import type { Workspace } from "./with-workspace.ts";

/** A finding of `buf lint`. Lines and columns start at 1; the end is exclusive. */
export interface LintFinding {
  /** `PACKAGE_DEFINED` */
  readonly rule: string;
  /** `api/orders.proto` */
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  readonly message: string;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

type Linter = Pick<Workspace, "buf">;

/** Runs `buf lint` and returns the rules that the user's files break. */
export async function lintExceptions(linter: Linter): Promise<readonly LintException[]> {
  const files = new Map<string, Set<string>>();
  for (const { rule, file } of await lint(linter, [])) {
    files.set(rule, (files.get(rule) ?? new Set()).add(file));
  }
  return [...files]
    .map(([rule, paths]) => ({ rule, files: [...paths].sort() }))
    .sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** Runs `buf lint` with the workspace's configuration, unless `flags` name another. */
export async function lint({ buf }: Linter, flags: readonly string[]): Promise<readonly LintFinding[]> {
  const { stdout } = await buf(["lint", "--error-format=json", ...flags]);
  return stdout.split("\n").flatMap((line) => (/^\{/.test(line) ? parseLine(line) : []));
}

/** Parses a line such as `{"path":"api/a.proto","start_line":1,…,"type":"PACKAGE_DEFINED","message":"…"}`. */
function parseLine(line: string): readonly LintFinding[] {
  const top: Place = { code: "buf", file: "the output of buf lint", key: "" };
  const found = asObject(parseJson(line, top), top);
  const { path, type, message } = found;
  if (typeof path !== "string" || typeof type !== "string" || !/^[A-Z_]+$/.test(type)) return [];
  const number = (key: string) => Number(found[key] ?? 1);
  return [
    {
      rule: type,
      file: path.replaceAll("\\", "/"),
      start: { line: number("start_line"), column: number("start_column") },
      end: { line: number("end_line"), column: number("end_column") },
      message: String(message),
    },
  ];
}
