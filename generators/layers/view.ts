import type { IdlMethod, IdlModel, IdlService } from "../idl/model.ts";
import type { Facts } from "./manifest.ts";

/** What a Handlebars template sees. No value is ever undefined: a name that is missing is a mistake in the template. */
export interface View {
  readonly name: string;
  readonly module: string;
  /** Version of the generator. */
  readonly generator: string;
  /** `1.26.0`, the go line of go.mod. */
  readonly goVersion: string;
  readonly framework: string;
  readonly protocol: string;
  /** Names of the public listeners. */
  readonly ports: readonly string[];
  /** What is spoken on them. */
  readonly wires: readonly Wire[];
  /** The same with their numbers and the variables that change them. */
  readonly listeners: readonly Listener[];
  readonly store: string;
  readonly deploy: readonly string[];
  readonly ci: string;
  /** `name@version`, or null. */
  readonly preset: string | null;
  /** What layers are selected by. */
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

/** What a template with `__service__` in its path sees: the same, and the one service it is rendered for. */
export interface ServiceFileView extends View {
  readonly service: ServiceView;
}

export interface IdlView {
  readonly kind: IdlModel["kind"];
  readonly sample: boolean;
  readonly files: IdlModel["files"];
  readonly knownImports: readonly string[];
  readonly services: readonly ServiceView[];
  /** Every message that a method takes, once: `libraryv1.GetShelfRequest`. */
  readonly requests: { readonly types: readonly string[]; readonly imports: ImportView };
  /** Import specs that naming every message of the API takes; of this module, and of others. */
  readonly imports: ImportView;
  /** The same, and the packages of the generated service code: for what registers every service. */
  readonly codeImports: ImportView;
  /** Import specs of the generated service code, and of what naming the framework's own streams takes. */
  readonly registerImports: ImportView;
  /** Whether a method's handler gets a stream of the framework's. */
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
  /** The name that the generated code has for it: `snake_case` is `SnakeCase`. */
  readonly codeName: string;
  /** The package of the generated service code. */
  readonly package: { readonly alias: string; readonly path: string };
  /** Lines of the comment in the IDL, without markers. */
  readonly comment: readonly string[];
  readonly methods: readonly MethodView[];
  /** Import specs that naming the messages of this service takes. */
  readonly imports: ImportView;
  /** The same for the values of its methods' arguments. */
  readonly valueImports: ImportView;
  /** Whether a method's handler gets a stream of the framework's. */
  readonly streams: boolean;
  /** Whether Kitex gives this service the calls that name none. */
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
  /** Parameters and results of the handler: `(ctx context.Context, req *libraryv1.GetShelfRequest) (*libraryv1.Shelf, error)`. */
  readonly signature: string;
  /** The same without names, for function types. */
  readonly type: string;
  /** What stands between `return` and an error: `nil, ` where the handler returns a message too, else nothing. */
  readonly zero: string;
  /** The type of the stream that the framework gives the handler, or nothing. */
  readonly stream: string;
  /** What a client passes after the context, or sends in a stream, where the handler is not made of request and response. */
  readonly values: readonly string[];
  /** Whether there is such a value for each argument. */
  readonly callable: boolean;
  /** Whether nothing comes back, not even an error. */
  readonly oneway: boolean;
}
