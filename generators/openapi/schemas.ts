import { type DescEnum, type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import type { ReadComment } from "./comments.ts";
import type { FieldBehavior } from "./field-behavior.ts";
import type { FieldPath } from "./field-path.ts";
import { bytes, integers, nullValue, wellKnown } from "./well-known.ts";
import type { Plain } from "./yaml.ts";

export type Schema = { readonly [keyword: string]: Plain };

/** Schemas of proto3 JSON. Messages and enums are referred to by full name, and gathered. */
export interface Schemas {
  /** As it is in a message: with its comment, and with null where the service emits that. */
  readonly ofField: (field: DescField) => Schema;
  /** The field's value alone, as in a path or a query. */
  readonly ofValue: (field: DescField) => Schema;
  /** Written out where it lacks fields, which are bound elsewhere. */
  readonly ofMessage: (message: DescMessage, without?: readonly FieldPath[]) => Schema;
  /** Everything that was referred to, by full name. */
  readonly gathered: () => Readonly<Record<string, Schema>>;
}

interface Readers {
  readonly comment: ReadComment;
  readonly behavior: (field: DescField) => FieldBehavior;
}

export function createSchemas({ comment, behavior }: Readers): Schemas {
  const found = new Map<string, Schema>();
  const waiting: (DescMessage | DescEnum)[] = [];

  function refer(described: DescMessage | DescEnum): Schema {
    if (!found.has(described.typeName)) {
      found.set(described.typeName, {});
      waiting.push(described);
    }
    return { $ref: `#/components/schemas/${described.typeName}` };
  }

  function ofMessage(message: DescMessage, without: readonly FieldPath[] = []): Schema {
    return wellKnown(message)?.schema ?? (without.length === 0 ? refer(message) : object(message, without));
  }

  function ofEnum(described: DescEnum): Schema {
    return described.typeName === nullValue ? { type: "null" } : refer(described);
  }

  function ofValue(field: DescField): Schema {
    switch (field.fieldKind) {
      case "list":
        return { type: "array", items: ofElement(field) };
      case "map":
        return { type: "object", additionalProperties: ofElement(field) };
      default:
        return ofElement(field);
    }
  }

  function ofElement(field: DescField): Schema {
    if (field.message !== undefined) return ofMessage(field.message);
    if (field.enum !== undefined) return ofEnum(field.enum);
    return ofScalar(field.scalar);
  }

  function annotated(field: DescField, schema: Schema): Schema {
    const { required, readOnly, writeOnly } = behavior(field);
    const description = comment(field);
    return {
      ...(emitsNull(field) && !required ? orNull(schema) : schema),
      ...(description === "" ? {} : { description }),
      ...(field.deprecated ? { deprecated: true } : {}),
      ...(readOnly ? { readOnly } : {}),
      ...(writeOnly ? { writeOnly } : {}),
    };
  }

  const ofField = (field: DescField): Schema => annotated(field, ofValue(field));

  function object(message: DescMessage, without: readonly FieldPath[]): Schema {
    const fields = message.fields.filter(
      (field) => !without.some((path) => path.length === 1 && path[0] === field),
    );
    const properties = fields.map((field): [string, Schema] => {
      const cut = without.filter(([first]) => first === field).map(([, ...rest]) => rest);
      if (cut.length === 0 || field.fieldKind !== "message") return [field.jsonName, ofField(field)];
      return [field.jsonName, annotated(field, ofMessage(field.message, cut))];
    });
    const required = fields.filter((field) => isLegacyRequired(field) || behavior(field).required);
    const exclusive = message.oneofs.flatMap((oneof) => exclusions(oneof.fields, fields));
    const description = comment(message);
    return {
      type: "object",
      ...(description === "" ? {} : { description }),
      ...(message.deprecated ? { deprecated: true } : {}),
      ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
      ...(required.length === 0 ? {} : { required: required.map(({ jsonName }) => jsonName) }),
      ...(exclusive.length === 0 ? {} : { dependentSchemas: Object.fromEntries(exclusive) }),
    };
  }

  function enumeration(described: DescEnum): Schema {
    const values = described.values.map((value) => ({ name: value.name, text: comment(value) }));
    const list = values
      .filter(({ text }) => text !== "")
      .map(({ name, text }) => `- \`${name}\`: ${text.replaceAll("\n", "\n  ")}`);
    const description = [comment(described), list.join("\n")].filter((text) => text !== "").join("\n\n");
    return {
      type: "string",
      ...(description === "" ? {} : { description }),
      ...(described.deprecated ? { deprecated: true } : {}),
      enum: values.map(({ name }) => name),
    };
  }

  function gathered(): Readonly<Record<string, Schema>> {
    // Each may refer to more.
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      found.set(next.typeName, next.kind === "enum" ? enumeration(next) : object(next, []));
    }
    return Object.fromEntries(found);
  }

  return { ofField, ofValue, ofMessage, gathered };
}

function ofScalar(scalar: ScalarType): Schema {
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

/** Of a oneof at most one may be there: each field rules out those behind it. */
function exclusions(oneof: readonly DescField[], fields: readonly DescField[]): readonly [string, Schema][] {
  const names = oneof.filter((field) => fields.includes(field)).map(({ jsonName }) => jsonName);
  return names.slice(0, -1).map((name, index) => {
    const others = names.slice(index + 1).map((other) => [other, false] as const);
    return [name, { properties: Object.fromEntries(others) }];
  });
}

/** Of fields that are not set, protojson emits as null those that know it, unless they are in a oneof; `optional` of proto3 is one. */
function emitsNull(field: DescField): boolean {
  const singular = field.fieldKind !== "list" && field.fieldKind !== "map";
  const inOneof = field.oneof !== undefined || field.proto.proto3Optional;
  return singular && !inOneof && field.presence === FeatureSet_FieldPresence.EXPLICIT;
}

function isLegacyRequired(field: DescField): boolean {
  return field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
}

function orNull(schema: Schema): Schema {
  if (schema.$ref !== undefined) return { anyOf: [schema, { type: "null" }] };
  return schema.type === undefined || schema.type === "null"
    ? schema
    : { ...schema, type: [schema.type, "null"] };
}
