import type { DescField, DescMessage } from "@bufbuild/protobuf";
import type { SchemasOf } from "./schemas/create-schemas.ts";
import type { FieldBehavior } from "./schemas/field-behavior.ts";
import { type FieldPath, jsonPath } from "./schemas/field-path.ts";
import type { Plain } from "./schemas/schema.ts";
import { nullValue, wellKnown } from "./schemas/well-known.ts";

interface QuerySources {
  readonly request: DescMessage;
  /** The fields that the path and the body set. */
  readonly bound: readonly FieldPath[];
  readonly schemas: SchemasOf;
  readonly behavior: (field: DescField) => FieldBehavior;
}

interface Query {
  readonly parameters: readonly Plain[];
  /** Whether more parameters were left out. */
  readonly cut: boolean;
}

/** The request, or a message in it. */
interface Within {
  readonly message: DescMessage;
  readonly path: FieldPath;
  /** Whether the request must contain it, or contains it because the path sets a part of it. */
  readonly required: boolean;
  /** The schemas for its fields. */
  readonly schemas: SchemasOf;
}

/** The largest number of parameters: nested messages could produce any number. */
const most = 200;

/**
 * The fields of a request that query parameters set: those of the request itself first, then those of nested messages.
 */
export function queryParameters(sources: QuerySources): Query {
  const parameters: Plain[] = [];
  const messages: Within[] = [
    { message: sources.request, path: [], required: true, schemas: sources.schemas },
  ];
  // Messages found on the way are appended to the list and visited in turn.
  for (const { message, path, required, schemas } of messages) {
    for (const field of message.fields) {
      const at = [...path, field];
      const needed = required && schemas.isNeeded(field);
      if (sources.behavior(field).readOnly || isBound(at, sources.bound)) continue;
      if (isWord(field)) {
        if (parameters.length === most) return { parameters, cut: true };
        parameters.push(parameter({ schemas, at, field, required: needed }));
      } else if (isObject(field) && !isWithin(field.message, sources.request, path)) {
        const isThere = needed || sources.bound.some((path) => startsWith(path, at));
        messages.push({
          message: field.message,
          path: at,
          required: isThere,
          schemas: schemas.within(field),
        });
      }
    }
  }
  return { parameters, cut: false };
}

interface Parameter {
  readonly schemas: SchemasOf;
  readonly at: FieldPath;
  /** The last field of the path. */
  readonly field: DescField;
  readonly required: boolean;
}

function parameter({ schemas, at, field, required }: Parameter): Plain {
  const description = schemas.describe(field);
  return {
    name: jsonPath(at),
    in: "query",
    ...(description === "" ? {} : { description }),
    ...(required ? { required } : {}),
    ...(field.deprecated ? { deprecated: true } : {}),
    schema: schemas.ofValue(field),
  };
}

function isBound(path: FieldPath, bound: readonly FieldPath[]): boolean {
  return bound.some((other) => other.length === path.length && startsWith(other, path));
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.every((one, i) => one === path[i]);
}

/** Whether a query can express the field: a single value, or a list of them. */
function isWord(field: DescField): boolean {
  if (field.fieldKind === "map" || field.enum?.typeName === nullValue) return false;
  return field.message === undefined || wellKnown(field.message)?.word === true;
}

/** Whether the field is a message whose fields have parameters of their own. */
function isObject(field: DescField): field is DescField & { fieldKind: "message" } {
  return field.fieldKind === "message" && wellKnown(field.message) === undefined;
}

/** Whether the message contains itself, which ends the path. */
function isWithin(message: DescMessage, request: DescMessage, path: FieldPath): boolean {
  return message === request || path.some((field) => field.message === message);
}
