import { lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../error.ts";
import { explain } from "../plan/fs-error.ts";

/** A file of the user's IDL on the disk. */
export interface InputFile {
  /** Absolute. */
  readonly file: string;
  /** As the user would name it, slash-separated below what was typed. */
  readonly shown: string;
  /** False for what was found in a folder. */
  readonly named: boolean;
  /** Where its import root is if nothing tells. */
  readonly otherwise: string;
}

interface InputRequest {
  /** As typed. */
  readonly paths: readonly string[];
  readonly cwd: string;
  /** The pair that generates, and the pairs that read Thrift; for messages. */
  readonly pair: string;
  readonly thriftPairs: readonly string[];
}

/** The .proto files that were named, and those in the folders that were named. */
export function findInputs({ paths, cwd, pair, thriftPairs }: InputRequest): readonly InputFile[] {
  const refuseThrift = (shown: string): UserError =>
    new UserError("idl-kind", `${shown} is Thrift, and ${pair} reads Protocol Buffers`, {
      hint:
        thriftPairs.length === 0
          ? "no framework reads Thrift"
          : `Thrift is read by ${thriftPairs.join(", ")}`,
    });
  const found = paths.flatMap((typed): readonly InputFile[] => {
    const path = resolve(cwd, typed);
    const kind = kindAt(path, typed);
    if (kind === "folder") {
      const files = walk(path, typed).map((name) => ({
        file: join(path, name),
        shown: `${typed.replace(/[\\/]+$/, "")}/${name}`.replace(/^\.\//, ""),
        named: false,
        otherwise: path,
      }));
      const protos = files.filter(({ file }) => file.endsWith(".proto"));
      const thrift = files.find(({ file }) => file.endsWith(".thrift"));
      if (protos.length === 0 && thrift !== undefined) throw refuseThrift(thrift.shown);
      if (protos.length === 0) throw new UserError("idl-path", `there is no .proto file in ${typed}`);
      return protos;
    }
    if (typed.endsWith(".thrift")) throw refuseThrift(typed);
    if (kind !== "file" || !typed.endsWith(".proto")) {
      throw new UserError("idl-path", `${typed} is neither a .proto file nor a folder`);
    }
    return [{ file: path, shown: typed, named: true, otherwise: dirname(path) }];
  });
  return [...new Map(found.map((input) => [input.file, input])).values()];
}

/** The folders of --proto-path, absolute; one that is not there would be looked into in vain. */
export function findProtoPaths({
  protoPaths,
  cwd,
}: {
  readonly protoPaths: readonly string[];
  readonly cwd: string;
}): readonly string[] {
  return protoPaths.map((typed) => {
    const path = resolve(cwd, typed);
    if (kindAt(path, typed) === "folder") return path;
    throw new UserError("idl-path", `--proto-path ${typed} is not a folder`, {
      hint: "it takes the folder that imports are relative to",
    });
  });
}

/** What a path that was typed leads to, links followed: what is above the IDL is the user's own. */
function kindAt(path: string, typed: string): "file" | "folder" | "special" {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return "folder";
    if (stat !== undefined) return stat.isFile() ? "file" : "special";
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) {
      throw new UserError("idl-path", `${typed} does not exist`);
    }
  } catch (error) {
    throw explain(error, `can't read ${typed}`);
  }
  throw new UserError("idl-path", `${typed} is a link to what does not exist`);
}

/** Every file below a folder, sorted, slash-separated, without what begins with a dot, what npm installed, and folders that links lead to. */
function walk(folder: string, typed: string, below = ""): readonly string[] {
  const entries = readFolder(join(folder, below), below === "" ? typed : `${typed}/${below}`);
  return entries
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return walk(folder, typed, path);
      if (entry.isSymbolicLink() && path.endsWith(".proto")) {
        throw new UserError(
          "idl-path",
          `${typed}/${path} is a link, and links in a folder are not followed`,
          {
            hint: "put the file there itself, or name the files one by one",
          },
        );
      }
      return entry.isFile() ? [path] : [];
    });
}

function readFolder(folder: string, shown: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw explain(error, `can't read ${shown}`);
  }
}
