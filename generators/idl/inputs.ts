import { readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../error.ts";
import type { IdlModel } from "./model.ts";

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
  readonly kind: IdlModel["kind"];
  /** The pair that generates, and the pairs that read the other kind; for messages. */
  readonly pair: string;
  readonly otherPairs: readonly string[];
}

const languages = { proto: "Protocol Buffers", thrift: "Thrift" } as const satisfies Record<
  IdlModel["kind"],
  string
>;

/** The files of a kind that were named, and those in the folders that were named. */
export function findInputs({ paths, cwd, kind, pair, otherPairs }: InputRequest): readonly InputFile[] {
  const other = kind === "proto" ? "thrift" : "proto";
  const refuseOther = (shown: string): UserError =>
    new UserError("idl-kind", `${shown} is ${languages[other]}, and ${pair} reads ${languages[kind]}`, {
      hint:
        otherPairs.length === 0
          ? `no framework reads ${languages[other]}`
          : `${languages[other]} is read by ${otherPairs.join(", ")}`,
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
      const own = files.filter(({ file }) => file.endsWith(`.${kind}`));
      const foreign = files.find(({ file }) => file.endsWith(`.${other}`));
      if (own.length === 0 && foreign !== undefined) throw refuseOther(foreign.shown);
      if (own.length === 0) throw new UserError("idl-path", `there is no .${kind} file in ${typed}`);
      return own;
    }
    if (typed.endsWith(`.${other}`)) throw refuseOther(typed);
    if (!stat.isFile() || !typed.endsWith(`.${kind}`)) {
      throw new UserError("idl-path", `${typed} is neither a .${kind} file nor a folder`);
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
