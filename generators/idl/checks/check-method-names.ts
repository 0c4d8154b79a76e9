import type { FileRegistry } from "@bufbuild/protobuf";
import { UserError } from "../../error.ts";
import { goCamelCase } from "../../go/go-camel-case.ts";
import { sourceLocations } from "../proto/source-locations.ts";
import type { SourceFile } from "../source-file.ts";

/** Methods of Go's standard library of which `go vet` wants the standard signature, whatever the type: a handler has another. */
const standard: readonly string[] = [
  ...["GobDecode", "GobEncode", "MarshalJSON", "MarshalXML", "UnmarshalJSON", "UnmarshalXML"],
  ...["ReadByte", "ReadRune", "UnreadByte", "UnreadRune", "WriteByte"],
];

interface MethodSources {
  readonly registry: FileRegistry;
  /** The user's. */
  readonly files: readonly SourceFile[];
}

/** Refuses methods whose generated code would never be vetted. */
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

/** `where` is file, line and name. */
export function checkMethodName(name: string, where: string): void {
  if (!standard.includes(name)) return;
  throw new UserError(
    "idl-name",
    `${where} would be the method ${name} in Go, which go vet takes for the standard library's`,
    { hint: "rename it" },
  );
}
