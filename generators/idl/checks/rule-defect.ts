import { type DescField, ScalarType } from "@bufbuild/protobuf";
import type { RuleOwner, RulePlace } from "./rule-place.ts";

/** Why a rule does not work, and what would work. */
export interface RuleDefect {
  readonly reason: string;
  readonly hint: string;
}

interface Complaint {
  /** The message of `buf lint`, whose version is pinned. */
  readonly words: RegExp;
  /** Builds the reason from the captured text and the name of the rule. */
  readonly reason: (held: string, rule: string) => string;
  readonly hint: (owner: RuleOwner | undefined) => string;
}

const answer = () => "return a bool that is true for valid values, or a string that is empty for them";

/** The messages about rules that protovalidate does not compile. */
const complaints: readonly Complaint[] = [
  {
    words: /^\(buf\.validate\.\w+\)\S* on .* fails to compile: (.*)$/,
    reason: (held, rule) => `${rule} does not compile: ${held.replace(" (in container '')", "")}`,
    hint: (owner) => `in CEL, ${inCel(owner)}`,
  },
  {
    words: / evaluates to an? (.*), only string and boolean are allowed\.$/,
    reason: (held, rule) => `${rule} evaluates to ${held}`,
    hint: answer,
  },
  {
    words: / has an empty (.*)\. Expressions should always be specified\.$/,
    reason: (_, rule) => `${rule} has no expression`,
    hint: answer,
  },
  {
    words: / has an? (\(buf\.validate\.field\)\S+ that fails to compile: .*)\.$/,
    reason: (held) => held.replace("that fails to compile", "does not compile"),
    hint: () => "patterns are RE2, which has no lookaround and no backreferences",
  },
  {
    words: /^Field "[^"]*" (is (?:of type .*|not repeated|not a map) but has \S+?(?: rules)?)\.$/,
    reason: (held) => `it ${held}`,
    hint: (owner) => (owner?.kind === "field" ? fitting(owner) : answer()),
  },
  {
    words:
      /^Message "[^"]*" has a (\(buf\.validate\.message\)\.oneof entry (?:with no fields|that references .* (?:more than once|not defined in the message)))\./,
    reason: (held) => `a ${held}`,
    hint: () => "name fields of the message, each once",
  },
];

/** The defect that a message reports; undefined for advice about rules that work. */
export function ruleDefect(message: string, place: RulePlace | undefined): RuleDefect | undefined {
  for (const { words, reason, hint } of complaints) {
    const held = words.exec(message.replace(/\s+/g, " "))?.[1];
    if (held === undefined) continue;
    const rule = place?.id === undefined ? "a rule" : `the rule "${place.id}"`;
    return { reason: reason(held, rule), hint: hint(place?.owner) };
  }
  return undefined;
}

function inCel(owner: RuleOwner | undefined): string {
  switch (owner?.kind) {
    case "message":
      return '"this" is the message, and "this.name" one of its fields';
    case "extension":
      return '"this" is the value of the field, and "rule" what is set beside it';
    default:
      return '"this" is the value of the field, of its own type';
  }
}

/** The rules that fit a field. */
function fitting(field: DescField): string {
  switch (field.fieldKind) {
    case "list":
      return `use (buf.validate.field).repeated, and in its items ${typeRules(field)}`;
    case "map":
      return `use (buf.validate.field).map, in its keys ${scalarRules(field.mapKey)}, in its values ${typeRules(field)}`;
    default:
      return `use ${typeRules(field)}`;
  }
}

const wellKnown: Readonly<Record<string, string>> = {
  Any: "any",
  Duration: "duration",
  FieldMask: "field_mask",
  Timestamp: "timestamp",
  BoolValue: "bool",
  BytesValue: "bytes",
  DoubleValue: "double",
  FloatValue: "float",
  Int32Value: "int32",
  Int64Value: "int64",
  StringValue: "string",
  UInt32Value: "uint32",
  UInt64Value: "uint64",
};

function typeRules(field: DescField): string {
  if (field.enum !== undefined) return "enum rules";
  if (field.scalar !== undefined) return scalarRules(field.scalar);
  const name = field.message?.typeName.replace(/^google\.protobuf\./, "") ?? "";
  const known = Object.hasOwn(wellKnown, name) ? wellKnown[name] : undefined;
  return known === undefined ? "cel: the rules of a message are in its own fields" : `${known} rules`;
}

function scalarRules(scalar: ScalarType): string {
  return `${ScalarType[scalar].toLowerCase()} rules`;
}
