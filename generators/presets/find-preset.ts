import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { UserError } from "../error.ts";
import type { FileTree } from "../files/file-tree.ts";
import { findPackage } from "../files/find-package.ts";
import { folderTree } from "../files/folder-tree.ts";
import { explain } from "../files/fs-error.ts";

/** The built-in presets, in the same form as published ones. */
export interface PresetShelf {
  readonly names: readonly string[];
  readonly tree: (name: string) => Promise<FileTree>;
}

interface FindOptions {
  /** The path of a folder or a tarball, or the name of a built-in preset or of an installed package. */
  readonly spec: string;
  readonly cwd: string;
  readonly shelf: PresetShelf;
}

/** Finds a preset's files. Nothing is executed and nothing is installed. */
export async function findPreset({ spec, cwd, shelf }: FindOptions): Promise<FileTree> {
  if (isPath(spec)) return openPath(resolve(cwd, spec), spec);
  const name = spec.replace(/(?<=.)@[^/@]*$/, "");
  if (shelf.names.includes(name)) return shelf.tree(name);
  const folder = checkedName(name) && findPackage(name, [cwd]);
  if (folder) return openPath(folder, spec);
  throw new UserError("preset", `there is no preset "${spec}"`, {
    hint: `built in: ${shelf.names.join(", ")}; or npm install it here, or give a path (./${name})`,
  });
}

function isPath(spec: string): boolean {
  return isAbsolute(spec) || /^\.{1,2}([/\\]|$)|\.(tgz|tar\.gz)$|^[^@].*[/\\]/.test(spec);
}

function checkedName(name: string): boolean {
  return /^(@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/.test(name);
}

async function openPath(path: string, spec: string): Promise<FileTree> {
  try {
    // The preset itself may be a link, as package managers create them. Links inside it are not followed.
    const real = realpathSync(path);
    if (statSync(real).isDirectory()) return { ...folderTree(real), name: spec };
    const { readTarball } = await import("./read-tarball.ts");
    return await readTarball(readFileSync(real), spec);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (missing) throw new UserError("preset", `there is no preset at ${path}`, { cause: error });
    throw explain(error, `can't read the preset ${spec}`);
  }
}
