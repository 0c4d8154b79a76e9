import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../error.ts";
import { asObject, asRecord, asText, below, type Place, parseJson } from "../files/json-shape.ts";
import { sha256 } from "../files/sha256.ts";
import type { ExpectedTools } from "./expected-tools.ts";
import { parsePackManifest, readManifest } from "./plugin-pack.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The expected tools, from this repository's lock file and its own plugins. The bundle replaces this module with one
 * that reads the same data from `dist/data`.
 */
export function builtinTools(): ExpectedTools {
  const manifest = readManifest(join(root, "plugins"));
  if (manifest === undefined) {
    throw new UserError("pack", "the plugins are not compiled", { hint: "npm run build:plugins" });
  }
  const { version } = parsePackManifest(manifest);
  return { buf: lockedBuf(), pack: { version, manifest: sha256(manifest) } };
}

function lockedBuf(): ExpectedTools["buf"] {
  const top: Place = { code: "buf", file: join(root, "package-lock.json"), key: "" };
  const at = below(top, "packages");
  const packages = asRecord(
    asObject(parseJson(readFileSync(top.file, "utf8"), top), top).packages,
    at,
    asObject,
  );
  const prefix = "node_modules/@bufbuild/buf";
  const version = asText(packages[prefix]?.version, below(below(at, prefix), "version"));
  const platforms = Object.entries(packages).flatMap(([path, { integrity }]) =>
    path.startsWith(`${prefix}-`) && typeof integrity === "string"
      ? [[path.slice("node_modules/".length), integrity] as const]
      : [],
  );
  return { version, packages: Object.fromEntries(platforms) };
}
