import type { JsonValue } from "@bufbuild/protobuf";
import type { Mapped } from "./constraint.ts";
import { ecmaPattern } from "./ecma-pattern.ts";
import type { Schema } from "./schema.ts";

/** Rules that are formats of JSON Schema. Details differ, but validators don't have to check formats. */
const formats: Readonly<Record<string, Schema>> = {
  email: { format: "email" },
  hostname: { format: "hostname" },
  ipv4: { format: "ipv4" },
  ipv6: { format: "ipv6" },
  uri: { format: "uri" },
  uri_ref: { format: "uri-reference" },
  uuid: {
    format: "uuid",
    pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
  },
  tuuid: { pattern: "^[0-9a-fA-F]{32}$" },
  ulid: { pattern: "^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$" },
};

/** Maps a rule of `buf.validate.StringRules`. */
export function stringRule(name: string, value: JsonValue): Mapped | undefined {
  const text = String(value);
  const size = Number(value);
  switch (name) {
    case "const":
      return { schema: { const: text }, refusesZero: text !== "" };
    case "in":
      return { schema: { enum: words(value) }, refusesZero: !words(value).includes("") };
    case "not_in":
      return { schema: { not: { enum: words(value) } }, refusesZero: words(value).includes("") };
    case "len":
      return { schema: { minLength: size, maxLength: size }, refusesZero: size > 0 };
    case "min_len":
      return { schema: { minLength: size }, refusesZero: size > 0 };
    case "max_len":
      return { schema: { maxLength: size } };
    // A character takes one to four bytes.
    case "len_bytes":
      return {
        schema: { minLength: Math.ceil(size / 4), maxLength: size },
        refusesZero: size > 0,
        exact: false,
      };
    case "min_bytes":
      return { schema: { minLength: Math.ceil(size / 4) }, refusesZero: size > 0, exact: false };
    case "max_bytes":
      return { schema: { maxLength: size }, exact: false };
    case "pattern":
      return patternRule(text);
    case "prefix":
      return { schema: { pattern: `^${literal(text)}` }, refusesZero: text !== "" };
    case "suffix":
      return { schema: { pattern: `${literal(text)}$` }, refusesZero: text !== "" };
    case "contains":
      return { schema: { pattern: literal(text) }, refusesZero: text !== "" };
    case "not_contains":
      return { schema: { not: { pattern: literal(text) } }, refusesZero: text === "" };
    case "well_known_regex":
      return value === "KNOWN_REGEX_HTTP_HEADER_NAME" ? notEmpty : {};
    case "strict":
      return undefined;
    default:
      return formatRule(name, value);
  }
}

function patternRule(re2: string): Mapped {
  const pattern = ecmaPattern(re2);
  return pattern === undefined
    ? {}
    : { schema: { pattern }, refusesZero: !new RegExp(pattern, "u").test("") };
}

/** Maps a format, which is a rule with the value true. Other rules are predefined rules of the IDL. */
function formatRule(name: string, value: JsonValue): Mapped | undefined {
  if (typeof value !== "boolean" || name.startsWith("[")) return {};
  if (!value) return undefined;
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (name === "uri_ref") return { schema: format ?? {} };
  return format === undefined ? notEmpty : { schema: { minLength: 1, ...format }, refusesZero: true };
}

/** A rule that keywords express only for the empty value. */
const notEmpty: Mapped = { schema: { minLength: 1 }, refusesZero: true, exact: false };

/**
 * Maps a rule of `buf.validate.BytesRules` to the base64 text in JSON, which may be padded or not and of either
 * alphabet.
 */
export function bytesRule(name: string, value: JsonValue): Mapped | undefined {
  const size = Number(value);
  const least = Math.ceil((size * 4) / 3);
  const most = Math.ceil(size / 3) * 4;
  switch (name) {
    case "len":
      return { schema: { minLength: least, maxLength: most }, refusesZero: size > 0, exact: false };
    case "min_len":
      return { schema: { minLength: least }, refusesZero: size > 0, exact: false };
    case "max_len":
      return { schema: { maxLength: most }, exact: false };
    case "in":
      return words(value).includes("") ? {} : notEmpty;
    case "not_in":
      return words(value).includes("") ? notEmpty : {};
    case "const":
    case "prefix":
    case "suffix":
    case "contains":
      return value === "" ? {} : notEmpty;
    case "pattern":
      return {};
    default:
      if (name.startsWith("[")) return {};
      return value === true ? notEmpty : undefined;
  }
}

function words(value: JsonValue): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function literal(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
}
