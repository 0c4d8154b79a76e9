import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findPackage } from "../files/find-package.ts";
import { asObject, asRecord, asText, below, type Place, parseJson } from "../files/json-shape.ts";
import { sha256 } from "../files/sha256.ts";
import type { ExpectedTools } from "./expected-tools.ts";

export const packName = "@create-gomicro/plugins";

/** The manifest that `npm run build:plugins` writes into the pack. */
export interface PackManifest {
  /** The version of the npm package. */
  readonly version: string;
  /** The version of Go that compiled the plugins. */
  readonly go: string;
  /** The hash of the plugins' sources. */
  readonly source: string;
  readonly plugins: Readonly<Record<string, PackedPlugin>>;
  /** The SHA-256 of every other file, by path in the package; sorted. */
  readonly files: Readonly<Record<string, string>>;
}

export interface PackedPlugin {
  /** The path of its main package. */
  readonly package: string;
  readonly version: string;
  /** The path in the package. */
  readonly file: string;
}

export const manifestPath = "dist/manifest.json";
export const protosFolder = "protos";
export const hostFile = "run-plugin.mjs";
/** Our program around Kitex' generator, and the script that runs it. */
export const thriftProgram = "kitex-thrift";
export const thriftHostFile = "run-kitex.mjs";
/** The module that both scripts share. */
export const programFile = "wasi-program.mjs";

/** The manifest's text, or undefined when the folder is not a pack. */
export function readManifest(folder: string): string | undefined {
  const file = join(folder, manifestPath);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Reads the version and the hashes of a manifest. */
export function parsePackManifest(text: string): Pick<PackManifest, "version" | "files"> {
  const top: Place = { code: "pack", file: manifestPath, key: "" };
  const json = asObject(parseJson(text, top), top);
  return {
    version: asText(json.version, below(top, "version")),
    files: asRecord(json.files, below(top, "files"), asText),
  };
}

interface FindPack {
  readonly expected: ExpectedTools["pack"];
  readonly from: readonly string[];
}

/** The pack in `node_modules`, if its manifest is the expected one. */
export function findPack({ expected, from }: FindPack): string | undefined {
  const folder = findPackage(packName, from);
  return folder !== undefined && isPack(folder, expected) ? folder : undefined;
}

/** Whether a folder contains the expected pack. */
export function isPack(folder: string, expected: ExpectedTools["pack"]): boolean {
  const manifest = readManifest(folder);
  return manifest !== undefined && sha256(manifest) === expected.manifest;
}

/** The first file that differs from the manifest. */
export function findDamage(folder: string, { files }: Pick<PackManifest, "files">): string | undefined {
  return Object.entries(files).find(([path, hash]) => {
    const file = join(folder, path);
    return !existsSync(file) || sha256(readFileSync(file)) !== hash;
  })?.[0];
}

/** The protos in the pack, as an IDL imports them: `google/api/annotations.proto`. */
export function packedProtos(pack: string): readonly string[] {
  const root = join(pack, protosFolder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".proto"))
    .sort();
}
