import type { Readable, Writable } from "node:stream";

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

/** The machine, in Node's words. */
export interface System {
  /** `linux` */
  readonly platform: string;
  /** `x64` */
  readonly arch: string;
  /** The Node binary that runs this. */
  readonly node: string;
  /** Its version, without a v. */
  readonly nodeVersion: string;
}

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };
