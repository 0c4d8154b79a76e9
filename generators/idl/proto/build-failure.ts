import { UserError } from "../../error.ts";
import type { ProcessResult } from "../../tools/run.ts";
import type { SourceFile } from "../source-file.ts";

/**
 * The error for a failed `buf build`: buf's first message, with the file as the user named it, the line and the
 * column.
 */
export function buildFailure({ stderr, stdout }: ProcessResult, files: readonly SourceFile[]): UserError {
  const lines = `${stderr}\n${stdout}`.split("\n").filter((line) => line.trim() !== "");
  const [first = "buf build failed", ...rest] = lines.map((line) => rename(line, files));
  return new UserError("idl-parse", first, rest.length === 0 ? {} : { hint: more(rest) });
}

function more(rest: readonly string[]): string {
  return rest.length === 1 ? (rest[0] ?? "") : `and ${rest.length} more, from ${rest[0]}`;
}

/** `api/orders.proto:3:1:syntax error` becomes `protos/orders.proto:3:1: syntax error`. */
function rename(line: string, files: readonly SourceFile[]): string {
  const [, path, place, text] =
    /^(?:api\/)?([^:]+\.proto):(\d+:\d+):\s*(.*)$/.exec(line.replaceAll("\\", "/")) ?? [];
  if (path === undefined) return line;
  const shown = files.find((file) => file.path === path)?.shown ?? path;
  return `${shown}:${place}: ${text}`;
}
