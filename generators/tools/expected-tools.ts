/** The versions that this generator was built with, and the hashes that identify them. */
export interface ExpectedTools {
  readonly buf: {
    readonly version: string;
    /** The integrity (`sha512-…`) of the tarball with the binary, by npm package. */
    readonly packages: Readonly<Record<string, string>>;
  };
  readonly pack: {
    readonly version: string;
    /** The SHA-256 of the manifest, which lists the hash of every other file. */
    readonly manifest: string;
  };
}

/** The npm package with the binary for a system, named as `@bufbuild/buf` does. */
export function bufPackage({ platform, arch }: { readonly platform: string; readonly arch: string }): string {
  const cpu = platform === "linux" ? ({ arm64: "aarch64", arm: "armv7" }[arch] ?? arch) : arch;
  return `@bufbuild/buf-${platform}-${cpu}`;
}

/** The binary's path in that package. */
export function bufBinary(platform: string): string {
  return platform === "win32" ? "bin/buf.exe" : "bin/buf";
}
