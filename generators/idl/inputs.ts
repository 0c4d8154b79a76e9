import { readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../error.ts";

/** A file of the user's IDL on the disk. */
export interface InputFile {
  /** Absolute. */
  readonly file: string;
  /** As the user would name it. */
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
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) throw new UserError("idl-path", `${typed} does not exist`);
    if (stat.isDirectory()) {
      const files = walk(path).map((name) => ({
        file: join(path, name),
        shown: join(typed, name),
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
    if (!stat.isFile() || !typed.endsWith(".proto")) {
      throw new UserError("idl-path", `${typed} is neither a .proto file nor a folder`);
    }
    return [{ file: path, shown: typed, named: true, otherwise: dirname(path) }];
  });
  return [...new Map(found.map((input) => [input.file, input])).values()];
}

/** Every file below a folder, sorted, without what begins with a dot, what npm installed, and what links lead to. */
function walk(folder: string, below = ""): readonly string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return walk(folder, path);
      return entry.isFile() ? [path] : [];
    });
}
