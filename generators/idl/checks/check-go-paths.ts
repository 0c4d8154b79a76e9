import { UserError } from "../../error.ts";
import { checkPath } from "../../files/gate.ts";
import { isOfOneSystem } from "../../go/is-portable.ts";
import type { SourceFile } from "../source-file.ts";

/** Refuses files whose names can't be those of generated files. */
export function checkGoPaths({ files }: { readonly files: readonly SourceFile[] }): void {
  for (const { path, shown } of files) checkGoPath(path, shown);
}

/** Refuses a .proto file whose name can't be that of a generated file. Its folder may be renamed. */
export function checkGoPath(path: string, shown: string): void {
  const reason = defect(path);
  if (reason === undefined) return;
  throw new UserError("idl-name", `${shown} can't be generated: ${reason}`, {
    hint: "rename the file, and what imports it",
  });
}

function defect(path: string): string | undefined {
  try {
    checkPath(`api/${path}`);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  const stem = name.replace(/\.proto$/, "");
  const taken = /[,=]/.exec(path)?.[0];
  if (taken !== undefined) return `"${taken}" separates the options of buf's plugins`;
  if (!/^[\p{L}\p{Nd}]/u.test(stem)) return `Go ignores files whose names begin with "${stem.charAt(0)}"`;
  const odd = /[^\p{L}\p{Nd} ._~+@&()[\]^{}!#$%-]/u.exec(stem)?.[0];
  if (odd !== undefined) return `"${odd}" can't be in the name of a file of a Go module`;
  const [base = ""] = stem.split(".");
  return isOfOneSystem(base) ? `Go builds "${stem}" on one system only` : undefined;
}
