import type { Pair } from "../support/pairs.ts";

/** The service whose contract is tested; the suite knows it by these alone. */
export interface Subject {
  /** The pair's name in messages, and what is special about this service of it. */
  readonly pair: string;
  /** Lines of the contract that the pair can't keep. */
  readonly unsupported: Pair["unsupported"];
  /** The public listeners, and what is spoken on each. */
  readonly ports: Pair["ports"];
  /** What is spoken on them together. */
  readonly speaks: Pair["speaks"];
  readonly idl: "proto" | "thrift";
  /** Its name, also of the binary and the default database. */
  readonly name: string;
  /** Absolute path of the emitted service. */
  readonly folder: string;
  /** Absolute path of the built binary. */
  readonly binary: string;
}
