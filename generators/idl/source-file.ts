import type { IdlFile } from "./model.ts";

/** A file of the IDL, with its name for messages. */
export interface SourceFile extends IdlFile {
  /** The file as the user would name it. */
  readonly shown: string;
}
