import {
  type DescExtension,
  type DescField,
  type FileRegistry,
  getExtension,
  hasExtension,
} from "@bufbuild/protobuf";

export interface FieldBehavior {
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
}

/** Values of `google.api.FieldBehavior`. */
const required = 2;
const outputOnly = 3;
const inputOnly = 4;

const none: FieldBehavior = { required: false, readOnly: false, writeOnly: false };

/** Returns a function that reads `google.api.field_behavior` of a field; without an import of it, no field has any. */
export function behaviorReader(registry: FileRegistry): (field: DescField) => FieldBehavior {
  const extension = registry.getExtension("google.api.field_behavior");
  if (extension === undefined) return () => none;
  const known = new Map<DescField, FieldBehavior>();
  return (field) => {
    if (field.proto.options === undefined) return none;
    const behavior = known.get(field) ?? read(field, extension);
    known.set(field, behavior);
    return behavior;
  };
}

function read({ proto: { options } }: DescField, extension: DescExtension): FieldBehavior {
  if (options === undefined || !hasExtension(options, extension)) return none;
  const value: unknown = getExtension(options, extension);
  const has = (behavior: number) => Array.isArray(value) && value.includes(behavior);
  return { required: has(required), readOnly: has(outputOnly), writeOnly: has(inputOnly) };
}
