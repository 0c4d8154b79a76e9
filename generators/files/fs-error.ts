import { UserError } from "../error.ts";

/** The error code of the file system, such as `ENOENT`, or an empty text. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "the operation is not permitted",
  ENAMETOOLONG: "a name is too long for the file system",
  EEXIST: "a file was created there in the meantime",
  ENOTEMPTY: "files were created there in the meantime",
  ENOENT: "it was removed in the meantime",
  ENOTDIR: "a part of the path is not a folder",
  ELOOP: "there is a loop of symbolic links",
  EMFILE: "too many files are open",
  EIO: "the disk reported an error",
};

/** Converts an error of the file system to a user's error. Any other error is returned unchanged. */
export function explain(error: unknown, what: string): unknown {
  const reason = reasons[errnoOf(error)];
  return reason === undefined ? error : new UserError("disk", `${what}: ${reason}`, { cause: error });
}
