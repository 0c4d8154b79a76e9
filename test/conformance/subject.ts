/** The service whose contract is tested; the suite knows it by these alone. */
export interface Subject {
  /** `grpc dual` */
  readonly pair: string;
  readonly framework: string;
  /** Public ports: `http`, `grpc`, `thrift`. */
  readonly ports: readonly string[];
  readonly idl: "proto" | "thrift";
  /** Its name, also of the binary and the default database. */
  readonly name: string;
  /** Absolute path of the emitted service. */
  readonly folder: string;
  /** Absolute path of the built binary. */
  readonly binary: string;
}
