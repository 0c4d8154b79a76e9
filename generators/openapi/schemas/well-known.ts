import type { DescMessage } from "@bufbuild/protobuf";
import { type OwnJsonName, ownJsonName, wellKnownPackage } from "../../idl/proto/has-own-json.ts";
import type { Schema } from "./schema.ts";

const string = { type: "string" } as const;
const object = { type: "object" } as const;
const boolean = { type: "boolean" } as const;

const number = (format: string) => ({ type: "number", format });

/** Signed and unsigned integers. JSON represents those of 64 bits as strings. */
export const integers = {
  int32: { type: "integer", format: "int32" },
  uint32: { type: "integer", format: "uint32", minimum: 0 },
  int64: { type: "string", format: "int64" },
  uint64: { type: "string", format: "uint64" },
} as const satisfies Record<string, Schema>;

export const bytes = { type: "string", contentEncoding: "base64" } as const satisfies Schema;

interface WellKnown {
  readonly schema: Schema;
  /** Whether its JSON is a single value, as a query parameter is. */
  readonly word: boolean;
}

const word = (schema: Schema): WellKnown => ({ schema, word: true });
const whole = (schema: Schema): WellKnown => ({ schema, word: false });

/** The JSON forms of these messages. */
const messages: Readonly<Record<OwnJsonName, WellKnown>> = {
  Any: whole({
    ...object,
    properties: { "@type": { ...string, description: "URL of the message's type." } },
  }),
  BoolValue: word(boolean),
  BytesValue: word(bytes),
  DoubleValue: word(number("double")),
  Duration: word({
    ...string,
    pattern: "^-?[0-9]+([.][0-9]{1,9})?s$",
    description: "Seconds, such as 1.5s.",
  }),
  Empty: whole(object),
  FieldMask: word({ ...string, description: "Paths of fields, with commas between them." }),
  FloatValue: word(number("float")),
  Int32Value: word(integers.int32),
  Int64Value: word(integers.int64),
  ListValue: whole({ type: "array", items: {} }),
  StringValue: word(string),
  Struct: whole(object),
  Timestamp: word({ ...string, format: "date-time" }),
  UInt32Value: word(integers.uint32),
  UInt64Value: word(integers.uint64),
  Value: whole({}),
};

/** The JSON form of a message; undefined for messages that are objects of their fields. */
export function wellKnown(message: Pick<DescMessage, "typeName">): WellKnown | undefined {
  const name = ownJsonName(message);
  return name && messages[name];
}

/** The only enum that is null in JSON. */
export const nullValue = `${wellKnownPackage}NullValue`;
