/** The kinds of IDL. */
export const idlKinds = ["proto", "thrift"] as const;

/** The kinds of methods, by what is streamed: nothing, the responses, the requests, or both. */
export const methodKinds = ["unary", "server", "client", "bidi"] as const;

/** The generator's model of an IDL: plain data that can be serialised to JSON and is the same on every machine. */
export interface IdlModel {
  readonly kind: (typeof idlKinds)[number];
  /** Whether it is the built-in sample, as opposed to the user's own IDL. */
  readonly sample: boolean;
  /** The user's files with their text unchanged, sorted by path. */
  readonly files: readonly IdlFile[];
  /** Every service, in order of files and of declaration. */
  readonly services: readonly IdlService[];
  /** Imports whose published Go types are needed, such as `google/api/annotations.proto`; sorted. */
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
  /** The Go name of the service's type in `internal/rpc`; unique. */
  readonly goName: string;
  /**
   * The file name of its stubs in `internal/rpc`, without `.go`. Unique, and without a suffix that is special in Go.
   */
  readonly fileName: string;
  /** The package of the generated service code. */
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
  /** The `google.api.http` binding and its additional bindings; empty when there is none. */
  readonly http: readonly HttpBinding[];
  readonly comment: string;
  readonly deprecated: boolean;
  /**
   * The handler's signature where it does not take a request and return a response: unary methods of the user's own
   * Thrift.
   */
  readonly handler?: GoHandler;
  /** The stream type that the framework passes to the handler: streams of the user's own Thrift. */
  readonly stream?: GoStream;
}

/** The stream type that a framework passes to a handler. */
export interface GoStream {
  readonly type: GoExpression;
  /** An example of a request; empty when none can be constructed. */
  readonly value: GoExpression;
}

/** The parameters after the context, and the result before the error. */
export interface GoHandler {
  readonly args: readonly GoArgument[];
  readonly result: GoExpression | null;
  /** The zero value of the result. */
  readonly zero: string;
  /** Whether nothing is returned to the caller, not even an error. */
  readonly oneway: boolean;
}

export interface GoArgument {
  readonly name: string;
  readonly type: GoExpression;
  /**
   * An example of a value, with structs that are not nil. Empty when none can be constructed, as for a struct that
   * contains itself.
   */
  readonly value: GoExpression;
}

/** A Go type or value, and the packages that it refers to. */
export interface GoExpression {
  readonly text: string;
  readonly packages: readonly GoPackage[];
}

export interface GoPackage {
  /** The import alias, unique in the service: `libraryv1`. */
  readonly alias: string;
  /** The import path. When `local`, it is relative to the service's module, such as `gen/google/example/library/v1`. */
  readonly path: string;
  readonly local: boolean;
}

export interface GoType {
  readonly package: GoPackage;
  /** The Go name, such as `ListShelvesRequest`; nested messages are `Outer_Inner`. */
  readonly name: string;
  /** `google.example.library.v1.ListShelvesRequest` */
  readonly fullName: string;
}

export interface HttpBinding {
  /** `GET`, `PUT`, `POST`, `DELETE`, `PATCH`, or the kind of a `custom` pattern. */
  readonly method: string;
  /** The path template as in the IDL, such as `/v1/{name=shelves/*}:merge`. */
  readonly template: string;
  /** `*`, a field's name, or empty for no body. */
  readonly body: string;
  /** A field's name, or empty for the whole message. */
  readonly responseBody: string;
}
