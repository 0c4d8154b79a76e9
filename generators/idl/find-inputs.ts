import { lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../error.ts";
import { explain } from "../files/fs-error.ts";
import type { IdlModel } from "./model.ts";

/** A file of the user's IDL on the disk. */
export interface InputFile {
  /** Absolute path. */
  readonly file: string;
  /** The file as the user would name it: what was typed, and a slash-separated path below it. */
  readonly shown: string;
  /** Whether the user named it; false for a file found in a folder. */
  readonly named: boolean;
  /** Its import root if nothing else determines it. */
  readonly otherwise: string;
}

interface InputRequest {
  /** As the user typed them. */
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly kind: IdlModel["kind"];
  /** The chosen pair, and the pairs that read the other kind, for messages. */
  readonly pair: string;
  readonly otherPairs: readonly string[];
}

const languages = { proto: "Protocol Buffers", thrift: "Thrift" } as const satisfies Record<
  IdlModel["kind"],
  string
>;

/** The files of a kind that the user named, and those in the folders that the user named. */
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
    const found = kindAt(path, typed);
    if (found === "folder") {
      const files = walk(path, typed).map((name) => ({
        file: join(path, name),
        shown: `${typed.replace(/[\\/]+$/, "")}/${name}`.replace(/^\.\//, ""),
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
    if (found !== "file" || !typed.endsWith(`.${kind}`)) {
      throw new UserError("idl-path", `${typed} is neither a .${kind} file nor a folder`);
    }
    return [{ file: path, shown: typed, named: true, otherwise: dirname(path) }];
  });
  return [...new Map(found.map((input) => [input.file, input])).values()];
}

/** The absolute paths of the --proto-path folders. A missing folder is an error, because it would never match. */
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

/** The kind of entry that a typed path leads to. Links are followed, because the path is the user's own. */
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
  throw new UserError("idl-path", `${typed} is a link to a file that does not exist`);
}

/** The files below a folder, sorted and slash-separated. Skips dotfiles, `node_modules`, and folders behind links. */
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
