import { goCamelCase } from "../go/go-camel-case.ts";
import type {
  GoExpression,
  GoHandler,
  GoPackage,
  GoType,
  IdlMethod,
  IdlModel,
  IdlService,
} from "../idl/model.ts";
import { fallbackService } from "../idl/thrift/fallback-service.ts";
import type { Answers } from "../options/answers.ts";
import { type Facts, wireNames } from "./manifest.ts";
import type { ImportView, Listener, MethodView, ServiceView, View } from "./view.ts";

const listeners: readonly Listener[] = [
  { name: "http", number: 8080, variable: "HTTP_ADDR" },
  { name: "grpc", number: 9090, variable: "GRPC_ADDR" },
  { name: "thrift", number: 9090, variable: "THRIFT_ADDR" },
];

const wireGoNames = { http: "HTTP", grpc: "GRPC", thrift: "Thrift" } as const satisfies Record<
  (typeof wireNames)[number],
  string
>;

/** The constructors of package call. */
const constructors = {
  unary: "Unary",
  server: "ServerStream",
  client: "ClientStream",
  bidi: "BidiStream",
} as const satisfies Record<IdlMethod["kind"], string>;

interface ViewSources {
  readonly answers: Answers;
  readonly idl: IdlModel;
  readonly facts: Facts;
  readonly goVersion: string;
  readonly generator: string;
  readonly requirements: View["requirements"];
}

/** Builds the view of a service. Everything that would need logic in a template is computed here. */
export function viewOf({ answers, idl, facts, goVersion, generator, requirements }: ViewSources): View {
  const { module } = answers;
  const fallback = idl.kind === "thrift" ? fallbackService(idl.services) : undefined;
  return {
    ...answers,
    generator,
    goVersion,
    requirements: requirements.map(({ path, version }) => ({ path, version })),
    ports: facts.ports,
    wires: wireNames
      .filter((name) => facts.speaks.includes(name))
      .map((name) => ({ name, goName: wireGoNames[name] })),
    listeners: listeners.filter(({ name: port }) => facts.ports.includes(port)),
    facts,
    idl: {
      kind: idl.kind,
      sample: idl.sample,
      files: idl.files,
      knownImports: idl.knownImports,
      services: idl.services.map((service) => viewService(service, module, service === fallback)),
      requests: viewRequests(idl.services, module),
      imports: importsOf(messagePackages(idl.services), module),
      codeImports: importsOf(
        [...messagePackages(idl.services), ...idl.services.map(({ goPackage }) => goPackage)],
        module,
      ),
      registerImports: importsOf(
        [...idl.services.map(({ goPackage }) => goPackage), ...streamPackages(idl.services)],
        module,
      ),
      streams: idl.services.some(hasStreams),
      hasMethods: idl.services.some(({ methods }) => methods.length > 0),
      hasUnary: idl.services.some(({ methods }) => methods.some(({ kind }) => kind === "unary")),
    },
  };
}

function viewService(service: IdlService, module: string, fallback: boolean): ServiceView {
  const { name, fullName, goName, fileName, goPackage, comment, methods } = service;
  return {
    name,
    fullName,
    goName,
    fileName,
    codeName: goCamelCase(name),
    package: { alias: goPackage.alias, path: importPath(goPackage, module) },
    comment: linesOf(comment),
    methods: methods.map(viewMethod),
    imports: importsOf(messagePackages([service]), module),
    valueImports: importsOf(valuePackages(service), module),
    streams: hasStreams(service),
    fallback,
  };
}

function viewMethod(method: IdlMethod): MethodView {
  const { name, goName, procedure, kind, http, deprecated, comment } = method;
  const request = qualified(method.request);
  const response = qualified(method.response);
  return {
    name,
    goName,
    procedure,
    kind,
    http,
    deprecated,
    comment: linesOf(comment),
    constructor: constructors[kind],
    request,
    response,
    stream: method.stream?.type.text ?? "",
    values: valuesOf(method).map(({ text }) => text),
    callable: valuesOf(method).every(({ text }) => text !== ""),
    oneway: method.handler?.oneway ?? false,
    ...(method.handler === undefined ? shapeOf(kind, request, response) : shapeOfHandler(method.handler)),
  };
}

function shapeOfHandler({ args, result, zero }: GoHandler): Pick<MethodView, "signature" | "type" | "zero"> {
  const results = result === null ? "error" : `(${result.text}, error)`;
  const params = args.map(({ name, type }) => `, ${name} ${type.text}`).join("");
  return {
    signature: `(ctx context.Context${params}) ${results}`,
    type: `func(context.Context${args.map(({ type }) => `, ${type.text}`).join("")}) ${results}`,
    zero: result === null ? "" : `${zero}, `,
  };
}

/** The handler's signature by kind of method. Every framework's streams can be adapted to it. */
function shapeOf(
  kind: IdlMethod["kind"],
  request: string,
  response: string,
): Pick<MethodView, "signature" | "type" | "zero"> {
  const both = `(*${response}, error)`;
  const recv = `func() (*${request}, error)`;
  const send = `func(*${response}) error`;
  switch (kind) {
    case "unary":
      return {
        signature: `(ctx context.Context, req *${request}) ${both}`,
        type: `func(context.Context, *${request}) ${both}`,
        zero: "nil, ",
      };
    case "server":
      return {
        signature: `(ctx context.Context, req *${request}, send ${send}) error`,
        type: `func(context.Context, *${request}, ${send}) error`,
        zero: "",
      };
    case "client":
      return {
        signature: `(ctx context.Context, recv ${recv}) ${both}`,
        type: `func(context.Context, ${recv}) ${both}`,
        zero: "nil, ",
      };
    case "bidi":
      return {
        signature: `(ctx context.Context, recv ${recv}, send ${send}) error`,
        type: `func(context.Context, ${recv}, ${send}) error`,
        zero: "",
      };
  }
}

function viewRequests(services: readonly IdlService[], module: string): View["idl"]["requests"] {
  const requests = services.flatMap((service) => service.methods.map((method) => method.request));
  return {
    types: [...new Set(requests.map(qualified))].sort(),
    imports: importsOf(
      requests.map((request) => request.package),
      module,
    ),
  };
}

function messagePackages(services: readonly IdlService[]): readonly GoPackage[] {
  const methods = services.flatMap((service) => service.methods);
  return methods.flatMap(({ request, response, handler }) =>
    handler === undefined
      ? [request.package, response.package]
      : [
          ...handler.args.map(({ type }) => type),
          ...(handler.result === null ? [] : [handler.result]),
        ].flatMap(({ packages }) => packages),
  );
}

function valuePackages({ methods }: IdlService): readonly GoPackage[] {
  return methods.flatMap(valuesOf).flatMap(({ packages }) => packages);
}

function valuesOf({ handler, stream }: IdlMethod): readonly GoExpression[] {
  return stream === undefined ? (handler?.args.map(({ value }) => value) ?? []) : [stream.value];
}

function hasStreams({ methods }: IdlService): boolean {
  return methods.some(({ stream }) => stream !== undefined);
}

function streamPackages(services: readonly IdlService[]): readonly GoPackage[] {
  return services
    .flatMap(({ methods }) => methods)
    .flatMap(({ kind, request, stream }) => {
      if (stream === undefined) return [];
      return [...stream.type.packages, ...(kind === "server" ? [request.package] : [])];
    });
}

function importsOf(packages: readonly GoPackage[], module: string): ImportView {
  const specs = (local: boolean) => {
    const chosen = packages.filter((candidate) => candidate.local === local);
    const byPath = new Map(chosen.map((candidate) => [importPath(candidate, module), candidate.alias]));
    return [...byPath].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, alias]) => `${alias} "${path}"`);
  };
  return { local: specs(true), others: specs(false) };
}

function importPath({ path, local }: GoPackage, module: string): string {
  return local ? `${module}/${path}` : path;
}

function qualified({ package: { alias }, name }: GoType): string {
  return `${alias}.${name}`;
}

function linesOf(comment: string): readonly string[] {
  return comment === "" ? [] : comment.split("\n").map((line) => line.trim());
}
