/** A tree of text files: a folder on the disk or a tarball in memory. */
export interface FileTree {
  /** The name, for messages. */
  readonly name: string;
  /** The files below a folder, sorted, with paths relative to the tree. */
  readonly list: (folder: string) => readonly string[];
  readonly has: (path: string) => boolean;
  readonly read: (path: string) => string;
}
