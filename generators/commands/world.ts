import type { Readable, Writable } from "node:stream";
import type { System } from "../tools/system.ts";

/** All that a command may know of the process it runs in; `cli.ts` makes it, tests make their own. */
export interface World {
  /** What follows the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly signal: AbortSignal;
  /** Name that the program was called by, without its extension. */
  readonly program: string;
  readonly system: System;
}

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };
