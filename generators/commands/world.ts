import type { Readable, Writable } from "node:stream";
import type { System } from "../tools/system.ts";

/**
 * Everything that a command may know about the process it runs in. `process-world.ts` builds the real one; tests build
 * their own.
 */
export interface World {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly signal: AbortSignal;
  /** The name that the program was called by, without an extension. */
  readonly program: string;
  readonly system: System;
}

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };
