import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { download } from "./download.ts";
import { bufBinary, bufPackage } from "./expected-tools.ts";
import { findDamage, isPack, packName, parsePackManifest, readManifest } from "./plugin-pack.ts";
import type { ToolRequest } from "./tool-request.ts";

interface Install
  extends Pick<ToolRequest, "expected" | "platform" | "arch" | "env" | "signal" | "progress"> {
  /** Our folder in the user's cache, which exists. */
  readonly cache: string;
}

/** Returns the buf binary in the cache, and installs it if it is missing. */
export async function installBuf(install: Install): Promise<string> {
  const { expected, platform, cache, progress } = install;
  const { version, packages } = expected.buf;
  const name = bufPackage(install);
  const integrity = packages[name];
  if (integrity === undefined) {
    throw new UserError(
      "buf",
      `there is no buf ${version} for this system (${name.slice("@bufbuild/buf-".length)})`,
      {
        hint: "name a binary that runs on this system with --buf",
      },
    );
  }
  const folder = join(cache, `${name.slice("@bufbuild/".length)}-${version}`);
  const binary = join(folder, bufBinary(platform));
  if (existsSync(binary)) return binary;
  progress(`installing buf ${version}, 32 MB, once`);
  await download({
    ...install,
    package: `${name}@${version}`,
    folder,
    integrity,
    check: (unpacked) => {
      const file = join(unpacked, bufBinary(platform));
      if (!existsSync(file)) return `${bufBinary(platform)} is missing`;
      chmodSync(file, 0o755);
      return undefined;
    },
    instead: `install buf ${version} and name it with --buf`,
  });
  return binary;
}

/** Returns the plugin pack in the cache, and installs it if it is missing. */
export async function installPack(install: Install): Promise<string> {
  const { expected, cache, progress } = install;
  const { version, manifest } = expected.pack;
  const folder = join(cache, `plugins-${version}-${manifest.slice(0, 16)}`);
  if (isPack(folder, expected.pack)) return folder;
  progress(`installing the code generators ${version}, 16 MB, once`);
  await download({
    ...install,
    package: `${packName}@${version}`,
    folder,
    integrity: null,
    check: (unpacked) => {
      if (!isPack(unpacked, expected.pack)) return "its manifest is not the expected one";
      const damaged = findDamage(unpacked, parsePackManifest(readManifest(unpacked) ?? ""));
      return damaged === undefined ? undefined : `${damaged} is damaged`;
    },
    instead: `npm install --save-dev ${packName}@${version} where there is a network`,
  });
  return folder;
}
