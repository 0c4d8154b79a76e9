import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { at, type Json } from "./http-client.ts";

/** One of google.rpc.BadRequest's. */
export interface Violation {
  readonly field: string;
  readonly description: string;
}

const badRequest = "type.googleapis.com/google.rpc.BadRequest";

/** What an answer over HTTP says of single fields, in its order. */
export function violationsInJson(answer: Json): readonly Violation[] {
  const details = at(answer, "details");
  return list(details)
    .filter((detail) => at(detail, "@type") === badRequest)
    .flatMap((detail) => list(at(detail, "fieldViolations")))
    .map((one) => ({
      field: String(at(one, "field") ?? ""),
      description: String(at(one, "description") ?? ""),
    }));
}

/** The same of a call by gRPC, from the bytes of its google.rpc.Status. */
export function violationsInStatus(status: Uint8Array): readonly Violation[] {
  return fields(status, 3)
    .filter((any) => text(any, 1) === badRequest)
    .flatMap((any) => fields(any, 2))
    .flatMap((detail) => fields(detail, 1))
    .map((one) => ({ field: text(one, 1), description: text(one, 2) }));
}

function list(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function text(message: Uint8Array, number: number): string {
  return new TextDecoder().decode(fields(message, number)[0]);
}

/** The values of a field that has a length. */
function fields(message: Uint8Array, number: number): readonly Uint8Array[] {
  const reader = new BinaryReader(message);
  const found: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === number && type === WireType.LengthDelimited) found.push(reader.bytes());
    else reader.skip(type);
  }
  return found;
}
