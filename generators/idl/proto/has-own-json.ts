import type { DescMessage } from "@bufbuild/protobuf";

/** The messages of `google.protobuf` that proto3 JSON does not write as objects of their fields. */
const names = [
  ...["Any", "BoolValue", "BytesValue", "DoubleValue", "Duration", "Empty", "FieldMask", "FloatValue"],
  ...["Int32Value", "Int64Value", "ListValue", "StringValue", "Struct", "Timestamp"],
  ...["UInt32Value", "UInt64Value", "Value"],
] as const;

/** A message with a JSON form of its own, such as `Timestamp`. */
export type OwnJsonName = (typeof names)[number];

export const wellKnownPackage = "google.protobuf.";

/** The message's name in `google.protobuf`, if it has a JSON form of its own. */
export function ownJsonName({ typeName }: Pick<DescMessage, "typeName">): OwnJsonName | undefined {
  if (!typeName.startsWith(wellKnownPackage)) return undefined;
  return names.find((name) => name === typeName.slice(wellKnownPackage.length));
}

export function hasOwnJson(message: Pick<DescMessage, "typeName">): boolean {
  return ownJsonName(message) !== undefined;
}
