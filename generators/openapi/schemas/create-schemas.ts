import type { DescEnum, DescField, DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { type CheckedMessages, isIgnored } from "./checked-messages.ts";
import type { ReadComment } from "./comment-reader.ts";
import type { FieldBehavior } from "./field-behavior.ts";
import type { FieldPath } from "./field-path.ts";
import { type FieldConstraint, fieldConstraint } from "./field-rules.ts";
import { oneofsOf } from "./oneofs.ts";
import type { RuleReader } from "./rule-reader.ts";
import { ofScalar } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { nullValue, wellKnown } from "./well-known.ts";

/** Creates schemas of proto3 JSON. Messages and enums are referenced by their full names and collected. */
export interface Schemas {
  /** Schemas of received messages, to which rules apply. */
  readonly received: SchemasOf;
  /** Schemas of returned messages, to which rules don't apply. */
  readonly answered: SchemasOf;
  /** The schemas of everything that was referenced, by name. */
  readonly gathered: () => Readonly<Record<string, Schema>>;
}

export interface SchemasOf {
  /** The schema of a field in a message, with its description, and with null where the service emits null. */
  readonly ofField: (field: DescField) => Schema;
  /** The schema of the field's value only, as in a path or a query. */
  readonly ofValue: (field: DescField) => Schema;
  /** The schema of a message. It is inlined when it lacks fields, which are bound elsewhere. */
  readonly ofMessage: (message: DescMessage, without?: readonly FieldPath[]) => Schema;
  /** The field's comment, with the rules that its schema does not express. */
  readonly describe: (field: DescField) => string;
  /** Whether a message must have the field. */
  readonly isNeeded: (field: DescField) => boolean;
  /** The schemas for the messages in a field, which rules may ignore together with everything in it. */
  readonly within: (field: DescField) => SchemasOf;
}

interface ObjectSchemas extends SchemasOf {
  /** The inlined schema of a message. */
  readonly object: (message: DescMessage, without: readonly FieldPath[]) => Schema;
}

interface Readers {
  readonly comment: ReadComment;
  readonly behavior: (field: DescField) => FieldBehavior;
  readonly rules: RuleReader;
  readonly checked: CheckedMessages;
}

/** A message or an enum that was referenced. A checked message has rules itself or in its fields. */
interface Waiting {
  readonly described: DescMessage | DescEnum;
  readonly checked: boolean;
}

export function createSchemas({ comment, behavior, rules, checked: messages }: Readers): Schemas {
  const found = new Map<string, Schema>();
  const waiting = new Map<string, Waiting>();
  const answered = schemasOf(false);
  const received = schemasOf(true);

  /** References a message or an enum. The suffix can't clash, because no name in an IDL has a hyphen. */
  function refer({ described, checked }: Waiting): Schema {
    const twice = checked && described.kind === "message" && messages.isFree(described);
    const name = twice ? `${described.typeName}-checked` : described.typeName;
    if (!found.has(name)) waiting.set(name, { described, checked });
    return { $ref: `#/components/schemas/${name}` };
  }

  function schemasOf(isReceived: boolean): ObjectSchemas {
    function ofMessage(message: DescMessage, without: readonly FieldPath[] = []): Schema {
      const known = wellKnown(message)?.schema;
      if (known !== undefined) return known;
      if (without.length > 0) return object(message, without);
      return refer({ described: message, checked: isReceived && messages.isChecked(message) });
    }

    function ofEnum(described: DescEnum): Schema {
      return described.typeName === nullValue ? { type: "null" } : refer({ described, checked: false });
    }

    function constraintOf(field: DescField): FieldConstraint | undefined {
      return isReceived && rules.any ? fieldConstraint(field, rules.ofField(field)) : undefined;
    }

    function ofValue(field: DescField): Schema {
      const { schema, items } = constraintOf(field) ?? { schema: {}, items: {} };
      switch (field.fieldKind) {
        case "list":
          return { type: "array", items: { ...ofElement(field), ...items }, ...schema };
        case "map":
          return { type: "object", additionalProperties: { ...ofElement(field), ...items }, ...schema };
        default:
          return { ...ofElement(field), ...schema };
      }
    }

    function ofElement(field: DescField): Schema {
      if (field.message !== undefined) return within(field).ofMessage(field.message);
      if (field.enum !== undefined) return ofEnum(field.enum);
      return ofScalar(field.scalar);
    }

    function within(field: DescField): SchemasOf {
      return isReceived && !isIgnored(rules.ofField(field)) ? received : answered;
    }

    function describe(field: DescField): string {
      return withRules(comment(field), constraintOf(field)?.notes ?? []);
    }

    function isNeeded(field: DescField): boolean {
      return behavior(field).required || constraintOf(field)?.needed === true;
    }

    function annotated(field: DescField, schema: Schema): Schema {
      const { readOnly, writeOnly } = behavior(field);
      const description = describe(field);
      return {
        ...(emitsNull(field) && !isNeeded(field) ? orNull(schema) : schema),
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
        return [field.jsonName, annotated(field, within(field).ofMessage(field.message, cut))];
      });
      // A field that the path sets in part is present, whatever the body contains.
      const required = fields.filter(
        (field) =>
          (isLegacyRequired(field) || isNeeded(field)) && !without.some(([first]) => first === field),
      );
      const notes = isReceived ? rules.ofMessage(message).notes : [];
      const description = withRules(comment(message), notes);
      return {
        type: "object",
        ...(description === "" ? {} : { description }),
        ...(message.deprecated ? { deprecated: true } : {}),
        ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
        ...(required.length === 0 ? {} : { required: required.map(({ jsonName }) => jsonName) }),
        ...oneofsOf({ message, fields, rules: isReceived ? rules : undefined }),
      };
    }

    return { ofField, ofValue, ofMessage, describe, isNeeded, within, object };
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
    // Each may reference more.
    for (const [name, { described, checked }] of waiting) {
      const { object } = checked ? received : answered;
      found.set(name, described.kind === "enum" ? enumeration(described) : object(described, []));
      waiting.delete(name);
    }
    return Object.fromEntries(found);
  }

  return { received, answered, gathered };
}

/** Appends rules that no keyword expresses as a list below the comment. */
function withRules(comment: string, rules: readonly string[]): string {
  const list = rules.map((rule) => `- ${rule.replaceAll("\n", "\n  ")}`).join("\n");
  return [comment, list === "" ? "" : `Rules:\n\n${list}`].filter((text) => text !== "").join("\n\n");
}

/**
 * Whether protojson emits null for an unset field: when the field tracks presence, unless it is in a oneof, which
 * includes `optional` of proto3.
 */
function emitsNull(field: DescField): boolean {
  const singular = field.fieldKind !== "list" && field.fieldKind !== "map";
  const inOneof = field.oneof !== undefined || field.proto.proto3Optional;
  return singular && !inOneof && field.presence === FeatureSet_FieldPresence.EXPLICIT;
}

function isLegacyRequired(field: DescField): boolean {
  return field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
}

/** Keywords that null would have to satisfy too. */
const strict = ["$ref", "allOf", "anyOf", "const", "enum", "not"];

function orNull(schema: Schema): Schema {
  if (strict.some((keyword) => Object.hasOwn(schema, keyword))) return { anyOf: [schema, { type: "null" }] };
  return schema.type === undefined || schema.type === "null"
    ? schema
    : { ...schema, type: [schema.type, "null"] };
}
