import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../error.ts";
import { sha256 } from "../files/sha256.ts";
import type { ExpectedTools } from "./expected-tools.ts";
import { readManifest } from "./plugin-pack.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The tools as this repository has them: versions and hashes of its lock file and its own plugins. The bundle has the same as data. */
export function builtinTools(): ExpectedTools {
  const manifest = readManifest(join(root, "plugins"));
  if (manifest === undefined) {
    throw new UserError("pack", "the plugins are not compiled", { hint: "npm run build:plugins" });
  }
  const { version }: { version: string } = JSON.parse(manifest);
  return { buf: lockedBuf(), pack: { version, manifest: sha256(manifest) } };
}

function lockedBuf(): ExpectedTools["buf"] {
  const { packages }: Lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const prefix = "node_modules/@bufbuild/buf";
  const platforms = Object.entries(packages).flatMap(([path, { integrity }]) =>
    path.startsWith(`${prefix}-`) && integrity !== undefined
      ? [[path.slice("node_modules/".length), integrity] as const]
      : [],
  );
  return { version: packages[prefix]?.version ?? "", packages: Object.fromEntries(platforms) };
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}
