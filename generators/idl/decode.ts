import {
  createFileRegistry,
  type DescFile,
  type DescMessage,
  type DescMethod,
  type DescService,
  type FileRegistry,
  fromBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { goPackages } from "./aliases.ts";
import { goComment } from "./go-comment.ts";
import { goCamelCase } from "./go-name.ts";
import type { LocalPackage } from "./go-package.ts";
import { httpBindings } from "./http-binding.ts";
import type { GoPackage, GoType, IdlFile, IdlMethod, IdlModel, IdlService } from "./model.ts";
import { serviceNames } from "./service-names.ts";

interface ImageSources {
  /** What `buf build` wrote. */
  readonly image: Uint8Array;
  /** The user's, sorted. */
  readonly files: readonly IdlFile[];
  /** The Go package of each of them. */
  readonly packages: ReadonlyMap<string, LocalPackage>;
  readonly knownImports: readonly string[];
}

/** The model of an image. Loading this module loads protobuf, so it is imported when it is needed. */
export function decodeImage({ image, files, packages: local, knownImports }: ImageSources): IdlModel {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  const own = files.flatMap(
    ({ path }) => registry.getFile(path.replace(/\.proto$/, "")) ?? registry.getFile(path) ?? [],
  );
  const services = own.flatMap((file) => file.services);
  const names = serviceNames(services.map(({ typeName }) => typeName));
  const packages = packagesOf(registry, local);
  const packageOf = (file: DescFile): GoPackage => {
    const found = packages.get(file.proto.name);
    if (found === undefined) throw new Error(`${file.proto.name} has no Go package`);
    return found;
  };
  const commentOf = commentsIn(own);
  return {
    kind: "proto",
    sample: false,
    files: files.map(({ path, text }) => ({ path, text })),
    services: services.map((service, index): IdlService => {
      const { goName, fileName } = names[index] ?? { goName: service.name, fileName: service.name };
      return {
        name: service.name,
        fullName: service.typeName,
        goName,
        fileName,
        goPackage: packageOf(service.file),
        comment: commentOf(service),
        methods: service.methods.map((method) => modelMethod({ method, registry, packageOf, commentOf })),
      };
    }),
    knownImports,
  };
}

/** By file; of imported files only those whose Go code is published. */
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
  readonly commentOf: (described: DescMethod) => string;
}

const kinds = {
  unary: "unary",
  server_streaming: "server",
  client_streaming: "client",
  bidi_streaming: "bidi",
} as const satisfies Record<DescMethod["methodKind"], IdlMethod["kind"]>;

function modelMethod({ method, registry, packageOf, commentOf }: MethodSources): IdlMethod {
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
    comment: commentOf(method),
    deprecated: method.deprecated,
  };
}

function withoutPackage({ typeName, file }: DescMessage): string {
  const name = file.proto.package;
  return name === "" ? typeName : typeName.slice(name.length + 1);
}

/** Numbers of the fields `service` of a file and `method` of a service, of which paths in source information are made. */
const serviceField = 6;
const methodField = 2;

/** Looks comments up; the source information of a file is read once. */
function commentsIn(files: readonly DescFile[]): (described: DescService | DescMethod) => string {
  const comments = new Map<DescService | DescMethod, string>();
  for (const { proto, services } of files) {
    const found = new Map(
      proto.sourceCodeInfo?.location.map(({ path, leadingComments }) => [path.join(), leadingComments]),
    );
    for (const [index, service] of services.entries()) {
      comments.set(service, found.get(`${serviceField},${index}`) ?? "");
      for (const [position, method] of service.methods.entries())
        comments.set(method, found.get(`${serviceField},${index},${methodField},${position}`) ?? "");
    }
  }
  return (described) => goComment(comments.get(described) ?? "");
}
