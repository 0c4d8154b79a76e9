import {
  createFileRegistry,
  type DescFile,
  type DescMessage,
  type DescMethod,
  type FileRegistry,
  fromBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { goCamelCase } from "../../go/go-camel-case.ts";
import { goComment } from "../../go/go-comment.ts";
import { httpBindings } from "../http/http-bindings.ts";
import type { GoPackage, GoType, IdlFile, IdlMethod, IdlModel } from "../model.ts";
import { namedServices } from "../service-names.ts";
import { goPackages } from "./go-packages.ts";
import type { LocalPackage } from "./local-packages.ts";
import { type Located, sourceLocations } from "./source-locations.ts";

/** Reads the descriptors in an image of `buf build`. */
export function readImage(image: Uint8Array): FileRegistry {
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
}

interface ImageSources {
  readonly registry: FileRegistry;
  /** The user's files, sorted. */
  readonly files: readonly IdlFile[];
  /** The Go packages of the files, by path. */
  readonly packages: ReadonlyMap<string, LocalPackage>;
  readonly knownImports: readonly string[];
}

/** Builds the model of an image. Loading this module loads protobuf, so it is imported on demand. */
export function decodeImage({ registry, files, packages: local, knownImports }: ImageSources): IdlModel {
  const locate = sourceLocations();
  const commentOn = (described: Located) => goComment(locate(described)?.leadingComments ?? "");
  const own = files.flatMap(
    ({ path }) => registry.getFile(path.replace(/\.proto$/, "")) ?? registry.getFile(path) ?? [],
  );
  const services = own.flatMap((file) => file.services);
  const packages = packagesOf(registry, local);
  const packageOf = (file: DescFile): GoPackage => {
    const found = packages.get(file.proto.name);
    if (found === undefined) throw new Error(`${file.proto.name} has no Go package`);
    return found;
  };
  return {
    kind: "proto",
    sample: false,
    files: files.map(({ path, text }) => ({ path, text })),
    services: namedServices(
      services.map((service) => ({
        name: service.name,
        fullName: service.typeName,
        goPackage: packageOf(service.file),
        comment: commentOn(service),
        methods: service.methods.map((method) => modelMethod({ method, registry, packageOf, commentOn })),
      })),
    ),
    knownImports,
  };
}

/** The Go packages by file. Of imported files, only those whose Go code is published. */
function packagesOf(
  registry: FileRegistry,
  own: ReadonlyMap<string, LocalPackage>,
): ReadonlyMap<string, GoPackage> {
  const known = [...registry.files].flatMap(({ proto }) => {
    const goPackage = proto.options?.goPackage ?? "";
    return own.has(proto.name) || goPackage === "" ? [] : [{ file: proto.name, goPackage }];
  });
  return goPackages(own, known);
}

interface MethodSources {
  readonly method: DescMethod;
  readonly registry: FileRegistry;
  readonly packageOf: (file: DescFile) => GoPackage;
  readonly commentOn: (method: DescMethod) => string;
}

const kinds = {
  unary: "unary",
  server_streaming: "server",
  client_streaming: "client",
  bidi_streaming: "bidi",
} as const satisfies Record<DescMethod["methodKind"], IdlMethod["kind"]>;

function modelMethod({ method, registry, packageOf, commentOn }: MethodSources): IdlMethod {
  const typeOf = (message: DescMessage): GoType => ({
    package: packageOf(message.file),
    name: goCamelCase(withoutPackage(message)),
    fullName: message.typeName,
  });
  return {
    name: method.name,
    goName: goCamelCase(method.name),
    procedure: `/${method.parent.typeName}/${method.name}`,
    kind: kinds[method.methodKind],
    request: typeOf(method.input),
    response: typeOf(method.output),
    http: httpBindings(method, registry),
    comment: commentOn(method),
    deprecated: method.deprecated,
  };
}

function withoutPackage({ typeName, file }: DescMessage): string {
  const name = file.proto.package;
  return name === "" ? typeName : typeName.slice(name.length + 1);
}
