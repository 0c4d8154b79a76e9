import { join, relative } from "node:path";
import { UserError } from "../../error.ts";
import { kindBelow } from "../../files/disk.ts";
import { checkPath } from "../../files/gate.ts";
import type { InputFile } from "../find-inputs.ts";
import { importRoot } from "../import-root.ts";
import { readIdl, readIdlBelow } from "../read-idl.ts";
import type { SourceFile } from "../source-file.ts";
import { isWellKnown } from "./is-well-known.ts";
import { type ProtoImport, scanProto } from "./scan-proto.ts";

/** The user's files with their paths below `api/`, and their imports. */
export interface Sources {
  /** Sorted by path. */
  readonly files: readonly SourceFile[];
  /** Every import of each file, by the file's path. */
  readonly imports: ReadonlyMap<string, readonly ProtoImport[]>;
  /** The imports of published protos, sorted. */
  readonly knownImports: readonly string[];
  /** Those of them whose Go types the generated code imports. */
  readonly typeImports: readonly string[];
}

interface SourceRequest {
  readonly inputs: readonly InputFile[];
  /** Absolute paths. */
  readonly protoPaths: readonly string[];
  readonly cwd: string;
  /** Whether there is a vendored copy of a proto, whose Go types are then published too. */
  readonly isVendored: (path: string) => boolean;
}

/**
 * Reads the files and, recursively, the user's own files that they import. An import that can't be found is an error.
 */
export function collectSources({ inputs, protoPaths, cwd, isVendored }: SourceRequest): Sources {
  const isPublished = (path: string) => isWellKnown(path) || isVendored(path);
  const { files, roots } = readInputs({ inputs, protoPaths, isPublished });
  const known = new Set<string>();
  const types = new Set<string>();
  const imports = new Map<string, readonly ProtoImport[]>();
  // Files found on the way are appended to the map and visited in turn.
  for (const file of files.values()) {
    const found = scanProto(file.text).imports;
    imports.set(file.path, found);
    for (const imported of found) {
      const { path, forOptions } = imported;
      const where = `${file.shown}:${imported.line}`;
      if (files.has(path)) continue;
      if (!isPublished(path)) {
        files.set(path, findImport({ imported, where, roots: [...protoPaths, ...roots], cwd }));
        continue;
      }
      known.add(path);
      if (!forOptions) types.add(path);
    }
  }
  if (files.size === 0) {
    const list = inputs.map(({ shown }) => shown);
    throw new UserError("idl-path", `${list[0]} is published already, as are all files that were named`, {
      hint: "name the files with your own services",
    });
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files: sorted, imports, knownImports: [...known].sort(), typeImports: [...types].sort() };
}

interface Inputs {
  readonly files: Map<string, SourceFile>;
  readonly roots: ReadonlySet<string>;
}

interface InputRequest extends Pick<SourceRequest, "inputs" | "protoPaths"> {
  /** Whether a file's Go code is published, so that nothing is generated for it. */
  readonly isPublished: (path: string) => boolean;
}

function readInputs({ inputs, protoPaths, isPublished }: InputRequest): Inputs {
  const files = new Map<string, SourceFile>();
  const roots = new Set<string>();
  for (const { file, shown, named, otherwise } of inputs) {
    const text = readIdl(file, shown);
    const { package: name } = scanProto(text);
    const { root, path, siblings } = importRoot({ file, package: name, protoPaths, otherwise });
    for (const folder of [root, ...siblings]) roots.add(folder);
    if (isPublished(path)) {
      // The user keeps a copy of a published proto, as is common. The vendored one is used.
      if (!named) continue;
      throw new UserError("idl-path", `${shown} is ${path}, whose Go code is published already`, {
        hint: "name the files with your own services",
      });
    }
    const other = files.get(path);
    if (other !== undefined) {
      throw new UserError("idl-path", `${other.shown} and ${shown} would both be api/${path}`, {
        hint: "name the folder that imports are relative to with --proto-path",
      });
    }
    files.set(path, { path, text, shown });
  }
  return { files, roots };
}

interface ImportSearch {
  readonly imported: ProtoImport;
  /** The file and the line of the import. */
  readonly where: string;
  readonly roots: readonly string[];
  readonly cwd: string;
}

function findImport({ imported, where, roots, cwd }: ImportSearch): SourceFile {
  const { path } = imported;
  try {
    checkPath(path);
  } catch (error) {
    throw missing(where, imported, error);
  }
  const root = roots.find((folder) => kindBelow(folder, path) !== "missing");
  if (root === undefined) throw missing(where, imported, undefined);
  const file = join(root, path);
  const near = relative(cwd, file).replaceAll("\\", "/");
  const shown = near.startsWith("..") ? file : near;
  return { path, text: readIdlBelow(root, path, shown), shown };
}

function missing(where: string, { path }: ProtoImport, cause: unknown): UserError {
  const reason = cause instanceof UserError ? `an ${cause.message}` : "which is not found";
  return new UserError("idl-import", `${where} imports "${path}", ${reason}`, {
    hint: path.startsWith("./")
      ? `write "${path.slice(2)}": neither protoc nor buf accepts a path that starts with a dot`
      : "name the folder that the import is relative to with --proto-path",
    cause,
  });
}
