import type { IdlMethod, IdlModel, IdlService } from "../idl/model.ts";
import type { Answers } from "../options/answers.ts";
import type { Facts } from "./manifest.ts";

/** The data of a Handlebars template. No value is undefined, so a missing name is a mistake in the template. */
export interface View extends Omit<Answers, "idl"> {
  /** The version of the generator. */
  readonly generator: string;
  /** The version in the go line of go.mod, such as `1.26.0`. */
  readonly goVersion: string;
  /** The modules that the service itself imports, without those of its tools. */
  readonly requirements: readonly { readonly path: string; readonly version: string }[];
  /** The names of the public ports. */
  readonly ports: readonly string[];
  /** What is spoken on them. */
  readonly wires: readonly Wire[];
  /** The public ports with their default numbers and the variables that change them. */
  readonly listeners: readonly Listener[];
  /** The facts that selected the layers. */
  readonly facts: Facts;
  readonly idl: IdlView;
}

export interface Wire {
  /** `grpc` */
  readonly name: string;
  /** `GRPC`, as Go's names have it. */
  readonly goName: string;
}

export interface Listener {
  readonly name: string;
  readonly number: number;
  /** `HTTP_ADDR` */
  readonly variable: string;
}

/** The data of a template with `__service__` in its path, which is rendered once per service. */
export interface ServiceFileView extends View {
  readonly service: ServiceView;
}

export interface IdlView {
  readonly kind: IdlModel["kind"];
  readonly sample: boolean;
  readonly files: IdlModel["files"];
  readonly knownImports: readonly string[];
  readonly services: readonly ServiceView[];
  /** The types of all requests without duplicates, such as `libraryv1.GetShelfRequest`. */
  readonly requests: { readonly types: readonly string[]; readonly imports: ImportView };
  /** The import specs for the messages of all services. */
  readonly imports: ImportView;
  /** The same, with the packages of the generated service code, for code that registers every service. */
  readonly codeImports: ImportView;
  /** The import specs for the generated service code and for the framework's stream types. */
  readonly registerImports: ImportView;
  /** Whether a handler receives a stream type of the framework. */
  readonly streams: boolean;
  readonly hasMethods: boolean;
  readonly hasUnary: boolean;
}

export interface ImportView {
  /** `libraryv1 "example.com/library/gen/google/example/library/v1"` */
  readonly local: readonly string[];
  /** `emptypb "google.golang.org/protobuf/types/known/emptypb"` */
  readonly others: readonly string[];
}

export interface ServiceView extends Pick<IdlService, "name" | "fullName" | "goName" | "fileName"> {
  /** The service's name in generated code: `snake_case` is `SnakeCase`. */
  readonly codeName: string;
  /** The package of the generated service code. */
  readonly package: { readonly alias: string; readonly path: string };
  /** The lines of the comment in the IDL, without comment markers. */
  readonly comment: readonly string[];
  readonly methods: readonly MethodView[];
  /** The import specs for the messages of this service. */
  readonly imports: ImportView;
  /** The import specs for the values of its methods' arguments. */
  readonly valueImports: ImportView;
  /** Whether a handler receives a stream type of the framework. */
  readonly streams: boolean;
  /** Whether this service receives the calls that name no service. */
  readonly fallback: boolean;
}

export interface MethodView
  extends Pick<IdlMethod, "name" | "goName" | "procedure" | "kind" | "http" | "deprecated"> {
  readonly comment: readonly string[];
  /** What makes a `call.Method` of its handler: `Unary`. */
  readonly constructor: string;
  /** `libraryv1.GetShelfRequest` */
  readonly request: string;
  /** `libraryv1.Shelf` */
  readonly response: string;
  /**
   * The parameters and results of the handler: `(ctx context.Context, req *libraryv1.GetShelfRequest)
   * (*libraryv1.Shelf, error)`.
   */
  readonly signature: string;
  /** The signature without parameter names, for function types. */
  readonly type: string;
  /** The text between `return` and an error: `nil, ` where the handler returns a message too, otherwise empty. */
  readonly zero: string;
  /** The stream type that the framework passes to the handler, or empty. */
  readonly stream: string;
  /**
   * The values that a client passes after the context or sends in a stream, where the handler does not take a request
   * and return a response.
   */
  readonly values: readonly string[];
  /** Whether every argument has such a value. */
  readonly callable: boolean;
  /** Whether the method returns nothing, not even an error. */
  readonly oneway: boolean;
}
