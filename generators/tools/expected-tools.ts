/** The versions that this generator was built with, and how to know them. */
export interface ExpectedTools {
  readonly buf: {
    readonly version: string;
    /** Integrity (`sha512-…`) of the tarball that has the binary, by npm package. */
    readonly packages: Readonly<Record<string, string>>;
  };
  readonly pack: {
    readonly version: string;
    /** SHA-256 of the manifest, which has that of every other file. */
    readonly manifest: string;
  };
}

/** The npm package with the binary for a system, as `@bufbuild/buf` itself chooses it. */
export function bufPackage({ platform, arch }: { readonly platform: string; readonly arch: string }): string {
  const cpu = platform === "linux" ? ({ arm64: "aarch64", arm: "armv7" }[arch] ?? arch) : arch;
  return `@bufbuild/buf-${platform}-${cpu}`;
}

/** The binary's path in that package. */
export function bufBinary(platform: string): string {
  return platform === "win32" ? "bin/buf.exe" : "bin/buf";
}
