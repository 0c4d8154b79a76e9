import type { GoFile, GoFunction } from "../go/read-go.ts";

/** A Go function of the service, and its place. */
export interface PlacedFunction extends GoFunction {
  readonly path: string;
  /** The file that contains it. */
  readonly file: GoFile;
}
