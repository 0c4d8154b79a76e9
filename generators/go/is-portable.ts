/** The suffixes that restrict a Go file to one operating system or architecture, such as `_linux`. */
const system =
  /_(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos|386|amd64|arm|arm64|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv64|s390x|wasm)(_test)?$/;

/** Whether Go builds a file of this name, without extension, on one system only. */
export function isOfOneSystem(name: string): boolean {
  return system.test(name);
}

/** Whether Go builds a file of this name, without extension, on every system. */
export function isPortable(name: string): boolean {
  return !isOfOneSystem(name) && !name.endsWith("_test");
}
