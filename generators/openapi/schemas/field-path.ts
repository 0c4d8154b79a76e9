import type { DescField, DescMessage } from "@bufbuild/protobuf";

/** The fields that lead to a field: `book.name` is two fields. */
export type FieldPath = readonly DescField[];

/**
 * Resolves a path by the fields' names in the IDL or in JSON, as the service does; undefined when there is no such
 * field.
 */
export function resolvePath(message: DescMessage, path: string): FieldPath | undefined {
  const [name, ...rest] = path.split(".");
  const field =
    message.fields.find((one) => one.name === name) ?? message.fields.find((one) => one.jsonName === name);
  if (field === undefined) return undefined;
  if (rest.length === 0) return [field];
  if (field.fieldKind !== "message") return undefined;
  const below = resolvePath(field.message, rest.join("."));
  return below && [field, ...below];
}

export function jsonPath(path: FieldPath): string {
  return path.map(({ jsonName }) => jsonName).join(".");
}
