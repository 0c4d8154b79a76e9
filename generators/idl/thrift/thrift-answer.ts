/** The answer of the Thrift generator about the files that it generated code from. */
export interface ThriftAnswer {
  readonly services: readonly ThriftService[];
  readonly problem?: ThriftProblem;
}

export interface ThriftService {
  /** The path below `api/`. */
  readonly file: string;
  readonly name: string;
  /** The folder of the generated service code: `gen/orders/v1/orderservice`. */
  readonly package: string;
  /** The folder of the messages: `gen/orders/v1`. */
  readonly types: string;
  /** Its own methods, followed by inherited ones. */
  readonly methods: readonly ThriftMethod[];
}

/** A method. Packages in Go types are in braces: `[]*{gen/orders/v1}.Order`. */
export interface ThriftMethod {
  /** The file and the service that declare the method. */
  readonly file: string;
  readonly service: string;
  readonly name: string;
  readonly goName: string;
  readonly oneway: boolean;
  readonly args: readonly ThriftArgument[];
  /** The result type; empty when only an error is returned. */
  readonly result: string;
  readonly zero: string;
  /** Set for a streaming method, instead of arguments and a result. */
  readonly stream?: ThriftStream;
}

export interface ThriftStream {
  readonly kind: "server" | "client" | "bidi";
  /** The type of the handler's argument. */
  readonly type: string;
  readonly request: string;
  readonly response: string;
  /** An expression for an example request; empty when none can be constructed. */
  readonly value: string;
}

export interface ThriftArgument {
  readonly name: string;
  readonly type: string;
  /** An expression for an example value; empty when none can be constructed. */
  readonly value: string;
}

/** A mistake in the user's files. The line and the column are missing where thriftgo does not report them. */
export interface ThriftProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly service?: string;
  readonly name?: string;
  readonly text: string;
  readonly hint?: string;
}
