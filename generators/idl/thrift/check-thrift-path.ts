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
      ? `Go gives files that end like "${stem}" a meaning of their own`
      : `"${odd}" is not a name that Go takes`;
  if (odd === undefined && isPortable(stem)) return;
  throw new UserError("idl-name", `no Go can be generated from ${shown}: ${reason}`, { hint: "rename it" });
}

function isName(part: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._~+-]*$/.test(part);
}
