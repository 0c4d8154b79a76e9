import { dirname, join, relative, sep } from "node:path";
import { UserError } from "../../error.ts";
import { inTheWay, kindBelow, kindOf } from "../../files/disk.ts";
import { checkPaths } from "../../files/gate.ts";
import type { InputFile } from "../find-inputs.ts";
import { packageRoot } from "../import-root.ts";
import { readIdl } from "../read-idl.ts";
import type { SourceFile } from "../source-file.ts";
import { checkThriftPath } from "./check-thrift-path.ts";
import { scanThrift, type ThriftInclude, type ThriftOutline } from "./scan-thrift.ts";

/** A user's file with its path below `api/`. */
export interface ThriftSource extends SourceFile {
  readonly outline: ThriftOutline;
}

interface FoundFile extends Omit<ThriftSource, "path"> {
  /** Absolute. */
  readonly file: string;
}

interface SourceRequest {
  readonly inputs: readonly InputFile[];
  /** Absolute. */
  readonly protoPaths: readonly string[];
  readonly cwd: string;
}

/** Reads the files and, recursively, what they include; sorted by path. An include that can't be found is an error. */
export function collectThrift({ inputs, protoPaths, cwd }: SourceRequest): readonly ThriftSource[] {
  const files = new Map<string, FoundFile>();
  const roots = new Set<string>();
  for (const { file, shown, otherwise } of inputs) {
    const found = readSource(file, shown);
    files.set(file, found);
    if (rootAmong(protoPaths, file) !== undefined) continue;
    roots.add(packageRoot(dirname(file), found.outline.namespace) ?? otherwise);
  }
  // Files found on the way are appended to the map and visited in turn.
  for (const { file, shown, outline } of files.values()) {
    for (const include of outline.includes) {
      const found = findInclude(include, [dirname(file), ...protoPaths, ...roots]);
      if (found === undefined) throw missing(`${shown}:${include.line}`, include);
      if (!files.has(found)) files.set(found, readSource(found, shownFrom(cwd, found)));
    }
  }
  return placed([...files.values()], protoPaths, roots);
}

/**
 * Sets each file's path. It is relative to the longest --proto-path that contains the file, or else to the common
 * folder of all other files, because includes may lead upwards.
 */
function placed(
  files: readonly FoundFile[],
  protoPaths: readonly string[],
  roots: ReadonlySet<string>,
): readonly ThriftSource[] {
  const free = files.filter(({ file }) => rootAmong(protoPaths, file) === undefined);
  const common = commonFolder([...roots, ...free.map(({ file }) => dirname(file))]);
  const sources = files.map(({ file, ...source }): ThriftSource => {
    const root = rootAmong(protoPaths, file) ?? common;
    const path = relative(root, file).split(sep).join("/");
    checkThriftPath(path, source.shown);
    const kind = kindBelow(root, path);
    if (kind !== "file") throw inTheWay(file, kind, "file");
    return { ...source, path };
  });
  for (const [index, { path, shown }] of sources.entries()) {
    const other = sources.slice(0, index).find((source) => source.path === path);
    if (other === undefined) continue;
    throw new UserError("idl-path", `${other.shown} and ${shown} would both be api/${path}`, {
      hint: "name the folder that includes are relative to with --proto-path",
    });
  }
  checkPaths(sources.map(({ path, shown }) => ({ path: `api/${path}`, owner: shown })));
  return sources.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readSource(file: string, shown: string): FoundFile {
  // The generator's parser accepts no byte order mark, so the copy in the service has none.
  const text = readIdl(file, shown).replace(/^\uFEFF/, "");
  return { file, text, shown, outline: scanThrift(text) };
}

function findInclude({ path }: ThriftInclude, folders: readonly string[]): string | undefined {
  if (!path.endsWith(".thrift") || path.startsWith("/") || path.includes("\\")) return undefined;
  return folders.map((folder) => join(folder, path)).find((file) => kindOf(file) === "file");
}

function missing(where: string, { path }: ThriftInclude): UserError {
  return new UserError("idl-import", `${where} includes "${path}", which is not found`, {
    hint: "name the folder that the include is relative to with --proto-path",
  });
}

function rootAmong(folders: readonly string[], file: string): string | undefined {
  return folders
    .filter((folder) => file.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    .sort((a, b) => b.length - a.length)[0];
}

function commonFolder(folders: readonly string[]): string {
  const [first = sep, ...rest] = folders;
  return rest.every((folder) => folder === first || folder.startsWith(first + sep))
    ? first
    : commonFolder([dirname(first), ...rest]);
}

function shownFrom(cwd: string, file: string): string {
  const near = relative(cwd, file);
  return near.startsWith("..") ? file : near;
}
