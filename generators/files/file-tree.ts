/** Files with their texts: a folder on the disk or a tarball in memory. */
export interface FileTree {
  /** For messages. */
  readonly name: string;
  /** Every file below a folder, sorted, relative to the tree. */
  readonly list: (folder: string) => readonly string[];
  readonly has: (path: string) => boolean;
  readonly read: (path: string) => string;
}
