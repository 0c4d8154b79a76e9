import type { GoFile, GoFunction } from "../go/read-go.ts";

/** A function of the service, and where it is. */
export interface PlacedFunction extends GoFunction {
  readonly path: string;
  /** The file it is in. */
  readonly file: GoFile;
}
