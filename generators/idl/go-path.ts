import { UserError } from "../error.ts";
import { checkPath } from "../files/gate.ts";

/** Suffixes by which Go takes a file for one system alone, such as `_linux`. */
const system =
  /_(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos|386|amd64|arm|arm64|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv64|s390x|wasm)(_test)?$/;

/** Folders that Go gives a meaning to. */
const meaningful: readonly string[] = ["internal", "vendor", "testdata"];

/** Whether Go builds a file of this name, without extension, on every system. */
export function isPortable(name: string): boolean {
  return !system.test(name) && !name.endsWith("_test");
}

/** The folder below `gen/` for a folder of the IDL: the same, but for names that can't be in an import path. */
export function goFolder(folder: string): string {
  const parts = folder.split("/").map((part) => {
    if (meaningful.includes(part)) return `${part}_`;
    return part.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^(?=[^A-Za-z0-9])/, "x");
  });
  return parts.join("/");
}

/** Refuses what can't be the name of a generated file; the folder may be another. */
export function checkGoPath(path: string, shown: string): void {
  const reason = defect(path);
  if (reason === undefined) return;
  throw new UserError("idl-name", `${shown} can't be generated: ${reason}`, {
    hint: "rename the file, and what imports it",
  });
}

/** Refuses a .thrift file whose name can't be one in Go: `gen/` has the names of the files, in the folders of the namespaces. */
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
  if (!/^[\p{L}\p{Nd}]/u.test(stem)) return `Go leaves out files whose names begin with "${stem.charAt(0)}"`;
  const odd = /[^\p{L}\p{Nd} ._~+@&()[\]^{}!#$%-]/u.exec(stem)?.[0];
  if (odd !== undefined) return `"${odd}" can't be in the name of a file of a Go module`;
  const [base = ""] = stem.split(".");
  return isPortable(base) || !system.test(base) ? undefined : `Go builds "${stem}" on one system alone`;
}
