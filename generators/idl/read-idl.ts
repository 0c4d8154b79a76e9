import { readFileSync, statSync } from "node:fs";
import { UserError } from "../error.ts";
import { decodeExact, readBytes } from "../files/disk.ts";
import { explain } from "../files/fs-error.ts";

/** Larger than any hand-written API: the largest of Google's has 4 MB. */
const mostBytes = 16 * 1024 * 1024;

/** Reads the text of an IDL file unchanged, with its byte order mark and line endings. */
export function readIdl(file: string, shown: string): string {
  return read(file, shown, () => readFileSync(file));
}

/** Reads the text of an IDL file below a folder, without following links. */
export function readIdlBelow(root: string, path: string, shown: string): string {
  return read(`${root}/${path}`, shown, () => readBytes(root, path));
}

function read(file: string, shown: string, bytes: () => Uint8Array): string {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) {
      throw new UserError(
        "idl-size",
        `${shown} has ${Math.ceil(size / 1024 / 1024)} MB; the limit is 16 MB`,
        {
          hint: "an IDL is written by hand: is this the right file?",
        },
      );
    }
    return decodeExact(bytes(), shown);
  } catch (error) {
    throw explain(error, `can't read ${shown}`);
  }
}
