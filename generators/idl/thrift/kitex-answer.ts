/** What plugins/kitex says of the files that it generated from. */
export interface KitexAnswer {
  readonly services: readonly KitexService[];
  readonly problem?: KitexProblem;
}

export interface KitexService {
  /** Below `api/`. */
  readonly file: string;
  readonly name: string;
  /** Folder of the generated service code: `gen/orders/v1/orderservice`. */
  readonly package: string;
  /** Folder of the messages: `gen/orders/v1`. */
  readonly types: string;
  /** The inherited ones after the own ones. */
  readonly methods: readonly KitexMethod[];
}

/** Go types have their packages in braces: `[]*{gen/orders/v1}.Order`. */
export interface KitexMethod {
  /** The file and the service that declare it. */
  readonly file: string;
  readonly service: string;
  readonly name: string;
  readonly goName: string;
  readonly oneway: boolean;
  readonly args: readonly KitexArgument[];
  /** Empty when nothing is returned but an error. */
  readonly result: string;
  readonly zero: string;
  /** Instead of arguments and a result. */
  readonly stream?: KitexStream;
}

export interface KitexStream {
  readonly kind: "server" | "client" | "bidi";
  /** Of the handler's argument. */
  readonly type: string;
  readonly request: string;
  readonly response: string;
  /** An expression for a request that can be sent; empty when none can. */
  readonly value: string;
}

export interface KitexArgument {
  readonly name: string;
  readonly type: string;
  /** An expression for something that can be sent; empty when nothing can. */
  readonly value: string;
}

/** What the user has to change; 0 and missing where thriftgo does not say. */
export interface KitexProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly service?: string;
  readonly name?: string;
  readonly text: string;
  readonly hint?: string;
}
