import { argumentNames } from "../../go/argument-names.ts";
import { goComment } from "../../go/go-comment.ts";
import type { GoExpression, GoPackage, GoType, IdlMethod, IdlModel } from "../model.ts";
import { namedServices } from "../service-names.ts";
import type { ThriftSource } from "./collect-thrift.ts";
import type { ThriftDefinition } from "./scan-thrift.ts";
import type { ThriftArgument, ThriftMethod, ThriftService } from "./thrift-answer.ts";
import { braces, thriftPackages } from "./thrift-packages.ts";

type Packages = ReadonlyMap<string, GoPackage>;

/** Builds the model of Thrift files, with the names and types that were generated and the comments of the files. */
export function thriftModel(files: readonly ThriftSource[], services: readonly ThriftService[]): IdlModel {
  const packages = thriftPackages(services);
  return {
    kind: "thrift",
    sample: false,
    files: files.map(({ path, text }) => ({ path, text })),
    services: namedServices(
      services.map((service) => ({
        name: service.name,
        fullName: service.name,
        goPackage: packageAt(packages, service.package),
        comment: goComment(definitionOf(files, service.file, service.name)?.comment ?? ""),
        methods: service.methods.map((method) => modelMethod({ method, service, files, packages })),
      })),
    ),
    knownImports: [],
  };
}

interface MethodSources {
  readonly method: ThriftMethod;
  readonly service: ThriftService;
  readonly files: readonly ThriftSource[];
  readonly packages: Packages;
}

function modelMethod({ method, service, files, packages }: MethodSources): IdlMethod {
  const { name, goName, oneway, args, result, zero, stream } = method;
  const functions = definitionOf(files, method.file, method.service)?.functions ?? [];
  // Thrift sends the arguments as one message and the result as another.
  const message = (suffix: string) => ({
    package: packageAt(packages, service.types),
    name: `${service.name}${goName}${suffix}`,
    fullName: `${service.name}.${name}`,
  });
  const described = {
    name,
    goName,
    procedure: `${service.name}/${name}`,
    http: [],
    comment: goComment(functions.findLast((one) => one.name === name)?.comment ?? ""),
    deprecated: false,
  };
  if (stream !== undefined) {
    return {
      ...described,
      kind: stream.kind,
      request: messageType(stream.request, packages),
      response: messageType(stream.response, packages),
      stream: { type: expression(stream.type, packages), value: expression(stream.value, packages) },
    };
  }
  return {
    ...described,
    kind: "unary",
    request: message("Args"),
    response: message("Result"),
    handler: {
      args: handlerArgs(args, packages),
      result: result === "" ? null : expression(result, packages),
      zero,
      oneway,
    },
  };
}

/** `{gen/orders/v1}.Order` */
function messageType(text: string, packages: Packages): GoType {
  const [[braced = "", path = ""] = []] = [...text.matchAll(braces)];
  const name = text.slice(braced.length + 1);
  return { package: packageAt(packages, path), name, fullName: name };
}

function handlerArgs(args: readonly ThriftArgument[], packages: Packages) {
  const names = argumentNames(args.map(({ name }) => name));
  return args.map(({ name, type, value }, index) => ({
    name: names[index] ?? name,
    type: expression(type, packages),
    value: expression(value, packages),
  }));
}

/** Replaces packages by their aliases: `[]*{gen/orders/v1}.Order` is `[]*ordersv1.Order`. */
function expression(text: string, packages: Packages): GoExpression {
  const paths = [...text.matchAll(braces)].map((match) => match[1] ?? "");
  return {
    text: text.replace(braces, (_, path: string) => packageAt(packages, path).alias),
    packages: [...new Set(paths)].map((path) => packageAt(packages, path)),
  };
}

function packageAt(packages: Packages, path: string): GoPackage {
  const found = packages.get(path);
  if (found === undefined) throw new Error(`${path} has no Go package`);
  return found;
}

function definitionOf(
  files: readonly ThriftSource[],
  path: string,
  name: string,
): ThriftDefinition | undefined {
  const file = files.find((candidate) => candidate.path === path);
  return file?.outline.definitions.findLast((definition) => definition.name === name);
}
