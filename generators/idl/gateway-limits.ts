import { type DescField, ScalarType } from "@bufbuild/protobuf";
import { Edition, FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";

/** Whether grpc-gateway makes Go code for a variable of a path that compiles; found by compiling every kind in every syntax. */
export function gatewayBinds(field: DescField, nested: boolean): boolean {
  if (field.fieldKind === "message") return true;
  const { edition } = field.parent.file;
  const isEnum = field.fieldKind === "enum";
  const isBytes = field.fieldKind === "scalar" && field.scalar === ScalarType.BYTES;
  if (edition === Edition.EDITION_PROTO2) return !isEnum && !isBytes && field.oneof === undefined;
  if (nested || field.oneof !== undefined || field.presence === FeatureSet_FieldPresence.IMPLICIT)
    return true;
  return edition === Edition.EDITION_PROTO3 ? !isEnum && !isBytes : isBytes;
}
