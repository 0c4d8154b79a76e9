import { ScalarType } from "@bufbuild/protobuf";
import type { Schema } from "./schema.ts";
import { bytes, integers } from "./well-known.ts";

/** The schema of a scalar in proto3 JSON. */
export function ofScalar(scalar: ScalarType): Schema {
  switch (scalar) {
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return integers.int32;
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return integers.uint32;
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return integers.int64;
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return integers.uint64;
    case ScalarType.FLOAT:
      return { type: "number", format: "float" };
    case ScalarType.DOUBLE:
      return { type: "number", format: "double" };
    case ScalarType.BOOL:
      return { type: "boolean" };
    case ScalarType.STRING:
      return { type: "string" };
    case ScalarType.BYTES:
      return bytes;
  }
}
