import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createFileRegistry,
  type DescMessage,
  type DescMethod,
  fromBinary,
  ScalarType,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { httpBindings } from "../../generators/idl/http/http-bindings.ts";
import type { HttpBinding } from "../../generators/idl/model.ts";
import { inService } from "../support/service.ts";

/** A method of the service's API, as buf reads it from the emitted files. */
export interface ApiMethod {
  /** `/google.example.library.v1.LibraryService/GetShelf` */
  readonly procedure: string;
  readonly desc: DescMethod;
  /** Where it is served over HTTP; its procedure when the IDL does not say. */
  readonly bindings: readonly HttpBinding[];
}

/** Every method below `api/` of an emitted service. */
export function apiMethods(folder: string): readonly ApiMethod[] {
  const scratch = mkdtempSync(join(tmpdir(), "gomicro-api-"));
  const image = join(scratch, "image.binpb");
  try {
    const { status, output } = inService(folder, "buf", "build", "api", "-o", image);
    if (status !== 0) throw new Error(`buf build: ${output}`);
    const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(image)));
    return [...registry.files]
      .filter(({ proto }) => existsSync(join(folder, "api", proto.name)))
      .flatMap(({ services }) => services.flatMap(({ methods }) => methods))
      .map((desc) => {
        const procedure = `/${desc.parent.typeName}/${desc.name}`;
        const bound = httpBindings(desc, registry);
        const plain = { method: "POST", template: procedure, body: "*", responseBody: "" };
        return { procedure, desc, bindings: bound.length === 0 ? [plain] : bound };
      });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** A path that a template matches: `/v1/{name=shelves/*}:merge` is matched by `/v1/shelves/1:merge`. */
export function pathFor(template: string, input: DescMessage): string {
  return template
    .replace(/\{([^}=]+)(?:=\*)?\}/g, (_, path: string) => valueFor(input, path.split(".")))
    .replace(/\{[^}=]+=([^}]*)\}/g, "$1")
    .replaceAll("**", "1/2")
    .replaceAll("*", "1");
}

/** The text of a value that a field takes. */
function valueFor({ fields }: DescMessage, [name, ...rest]: readonly string[]): string {
  const field = fields.find((candidate) => candidate.name === name);
  if (field?.fieldKind === "message" && rest.length > 0) return valueFor(field.message, rest);
  if (field?.fieldKind === "enum") return field.enum.values[0]?.name ?? "1";
  if (field?.fieldKind === "scalar" && field.scalar === ScalarType.BOOL) return "true";
  if (field?.fieldKind === "scalar" && field.scalar === ScalarType.BYTES) return "MQ==";
  return "1";
}
