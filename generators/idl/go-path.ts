import { UserError } from "../error.ts";
import { checkPath } from "../plan/gate.ts";

/** Suffixes by which Go takes a file for one system alone, such as `_linux`. */
const system =
  /_(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos|386|amd64|arm|arm64|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv64|s390x|wasm)(_test)?$/;

/** Folders that Go gives a meaning to. */
const meaningful: readonly string[] = ["internal", "vendor", "testdata"];

/** Whether Go builds a file of this name, without extension, on every system. */
export function isPortable(name: string): boolean {
  return !system.test(name) && !name.endsWith("_test");
}

/** Refuses what can't be a path in a Go module: `gen/` mirrors the folders of the IDL. */
export function checkGoPath(path: string, shown: string): void {
  const reason = defect(checkPath(path));
  if (reason === undefined) return;
  throw new UserError("idl-name", `${shown} can't be generated as gen/${path}: ${reason}`, {
    hint: "rename it, or name the folder that imports are relative to with --proto-path",
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
  const parts = path.split("/");
  const stem = (parts.pop() ?? "").replace(/\.proto$/, "");
  const odd = [...parts, stem].find((part) => !isName(part));
  if (odd !== undefined) return `"${odd}" is not a name that Go takes`;
  const special = parts.find((part) => meaningful.includes(part));
  if (special !== undefined) return `Go has a meaning of its own for the folder "${special}"`;
  if (!isPortable(`${stem.split(".")[0]}`) && !stem.endsWith("_test"))
    return `Go builds "${stem}" on one system alone`;
  return undefined;
}
