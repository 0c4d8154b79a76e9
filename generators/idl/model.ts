/** The languages that an API is described in. */
export const idlKinds = ["proto", "thrift"] as const;

/** What of a method is a stream: nothing, the responses, the requests, or both. */
export const methodKinds = ["unary", "server", "client", "bidi"] as const;

/** What the generator knows of an IDL: plain data, JSON-serialisable, the same on every machine. */
export interface IdlModel {
  readonly kind: (typeof idlKinds)[number];
  /** True for the built-in sample, false for the user's own IDL. */
  readonly sample: boolean;
  /** The user's files, sorted by path, their text unchanged. */
  readonly files: readonly IdlFile[];
  /** Every service, in file order, then in order of declaration. */
  readonly services: readonly IdlService[];
  /** Imports whose Go types are published and needed, such as `google/api/annotations.proto`; sorted. */
  readonly knownImports: readonly string[];
}

export interface IdlFile {
  /** Slash-separated, relative to `api/`. */
  readonly path: string;
  readonly text: string;
}

export interface IdlService {
  /** `LibraryService` */
  readonly name: string;
  /** `google.example.library.v1.LibraryService` */
  readonly fullName: string;
  /** The Go identifier of the service's type in `internal/rpc`; unique among the services. */
  readonly goName: string;
  /** File name of its stubs in `internal/rpc`, without `.go`; unique, never a Go build tag or `_test`. */
  readonly fileName: string;
  /** The package of the generated service code (gRPC stubs, gateway). */
  readonly goPackage: GoPackage;
  readonly comment: string;
  readonly methods: readonly IdlMethod[];
}

export interface IdlMethod {
  readonly name: string;
  readonly goName: string;
  /** `/google.example.library.v1.LibraryService/GetShelf` */
  readonly procedure: string;
  readonly kind: (typeof methodKinds)[number];
  readonly request: GoType;
  readonly response: GoType;
  /** `google.api.http` with its additional bindings; empty when there is none. */
  readonly http: readonly HttpBinding[];
  readonly comment: string;
  readonly deprecated: boolean;
  /** Where the handler is not made of request and response: unary methods of the user's own Thrift, as Kitex' interface has them. */
  readonly handler?: GoHandler;
  /** Where the framework gives the handler a stream of a type that it generated: streams of the user's own Thrift. */
  readonly stream?: GoStream;
}

export interface GoStream {
  readonly type: GoExpression;
  /** A request that can be sent; empty when none can. */
  readonly value: GoExpression;
}

/** The parameters after the context, and what is returned before the error. */
export interface GoHandler {
  readonly args: readonly GoArgument[];
  readonly result: GoExpression | null;
  /** The zero value of the result. */
  readonly zero: string;
  /** Nothing is sent back, not even an error. */
  readonly oneway: boolean;
}

export interface GoArgument {
  readonly name: string;
  readonly type: GoExpression;
  /** Something that can be sent: not nil where a struct is. Empty when nothing can: a struct that holds itself without end. */
  readonly value: GoExpression;
}

/** A type or a value, and the packages that it names by their aliases. */
export interface GoExpression {
  readonly text: string;
  readonly packages: readonly GoPackage[];
}

export interface GoPackage {
  /** Import alias, unique in the service: `libraryv1`. */
  readonly alias: string;
  /** Import path; relative to the service's module when `local`, such as `gen/google/example/library/v1`. */
  readonly path: string;
  readonly local: boolean;
}

export interface GoType {
  readonly package: GoPackage;
  /** `ListShelvesRequest`, nested messages as `Outer_Inner`. */
  readonly name: string;
  /** `google.example.library.v1.ListShelvesRequest` */
  readonly fullName: string;
}

export interface HttpBinding {
  /** `GET`, `PUT`, `POST`, `DELETE`, `PATCH`, or the kind of a `custom` pattern. */
  readonly method: string;
  /** `/v1/{name=shelves/*}:merge`, as the IDL has it. */
  readonly template: string;
  /** `*`, a field's name, or empty for no body. */
  readonly body: string;
  /** A field's name, or empty for the whole message. */
  readonly responseBody: string;
}
