import type { FileRegistry } from "@bufbuild/protobuf";
import { UserError } from "../../error.ts";
import { goCamelCase } from "../../go/go-camel-case.ts";
import { sourceLocations } from "../proto/source-locations.ts";
import type { SourceFile } from "../source-file.ts";

/**
 * Names of methods that `go vet` expects to have the signature of the standard library, whatever their type. A handler
 * has another one.
 */
const standard: readonly string[] = [
  ...["GobDecode", "GobEncode", "MarshalJSON", "MarshalXML", "UnmarshalJSON", "UnmarshalXML"],
  ...["ReadByte", "ReadRune", "UnreadByte", "UnreadRune", "WriteByte"],
];

interface MethodSources {
  readonly registry: FileRegistry;
  /** The user's files. */
  readonly files: readonly SourceFile[];
}

/** Refuses methods whose handlers `go vet` would reject. */
export function checkMethodNames({ registry, files }: MethodSources): void {
  const locate = sourceLocations();
  const shown = new Map(files.map((file) => [file.path, file.shown]));
  for (const { proto, services } of registry.files) {
    const file = shown.get(proto.name);
    if (file === undefined) continue;
    for (const method of services.flatMap(({ methods }) => methods)) {
      const line = (locate(method)?.span[0] ?? 0) + 1;
      checkMethodName(goCamelCase(method.name), `${file}:${line}: ${method.parent.name}.${method.name}`);
    }
  }
}

/** `where` is the file, the line and the name. */
export function checkMethodName(name: string, where: string): void {
  if (!standard.includes(name)) return;
  throw new UserError(
    "idl-name",
    `${where} would be the method ${name} in Go, which go vet takes for the standard library's`,
    { hint: "rename it" },
  );
}
