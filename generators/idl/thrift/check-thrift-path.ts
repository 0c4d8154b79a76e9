import { UserError } from "../../error.ts";
import { checkPath } from "../../files/gate.ts";
import { isPortable } from "../../go/is-portable.ts";

/**
 * Refuses a .thrift file whose name can't be that of a Go file: files in `gen/` have the names of the .thrift files.
 */
export function checkThriftPath(path: string, shown: string): void {
  const parts = checkPath(path)
    .replace(/\.thrift$/, "")
    .split("/");
  const odd = parts.find((part) => !isName(part));
  const stem = parts.at(-1) ?? "";
  const reason =
    odd === undefined
      ? `files whose names end like "${stem}" have a special meaning in Go`
      : `"${odd}" is not a legal file name in Go`;
  if (odd === undefined && isPortable(stem)) return;
  throw new UserError("idl-name", `no Go code can be generated from ${shown}: ${reason}`, {
    hint: "rename it",
  });
}

function isName(part: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._~+-]*$/.test(part);
}
