import { readFileSync } from "node:fs";
import { join } from "node:path";
import { knownPrefixes } from "../../generators/idl/known-imports.ts";
import { packedProtos, protosFolder } from "../../generators/tools/plugin-pack.ts";
import { root } from "../toolchain.mjs";

/** A published proto that comes with the plugin pack. */
export interface KnownProto {
  /** As it is imported. */
  readonly path: string;
  /** The part of the lock that it belongs to. */
  readonly prefix: string;
  /** Of its Go types. */
  readonly goPackage: string;
}

/** Every vendored proto, with the package that its own go_package names. */
export function knownProtos(): readonly KnownProto[] {
  const pack = join(root, "plugins");
  return packedProtos(pack).map((path) => {
    const text = readFileSync(join(pack, protosFolder, path), "utf8");
    const goPackage = /^option go_package = "([^";]+)/m.exec(text)?.[1];
    const prefix = knownPrefixes.find((known) => path.startsWith(known));
    if (goPackage === undefined || prefix === undefined) throw new Error(`${path} has no known Go package`);
    return { path, prefix, goPackage };
  });
}
