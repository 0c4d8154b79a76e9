import { create, type DescField, type DescMessage, type Message } from "@bufbuild/protobuf";
import { reflect, scalarZeroValue } from "@bufbuild/protobuf/reflect";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";

/** The least message that every encoding takes: proto2's required fields are set, and a Value has a kind. */
export function leastMessage(desc: DescMessage): Message {
  const message = create(desc);
  const fields = reflect(desc, message);
  for (const field of desc.fields) {
    if (!isNeeded(field)) continue;
    if (field.fieldKind === "message") fields.set(field, reflect(field.message, leastMessage(field.message)));
    if (field.fieldKind === "enum") fields.set(field, field.enum.values[0]?.number ?? 0);
    if (field.fieldKind === "scalar") fields.set(field, scalarZeroValue(field.scalar, false));
  }
  return message;
}

function isNeeded(field: DescField): boolean {
  if (field.parent.typeName === "google.protobuf.Value") return field.name === "null_value";
  return field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
}
