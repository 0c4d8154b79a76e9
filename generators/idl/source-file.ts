import type { IdlFile } from "./model.ts";

/** A file of the IDL, and its name for messages. */
export interface SourceFile extends IdlFile {
  /** As the user would name it. */
  readonly shown: string;
}
