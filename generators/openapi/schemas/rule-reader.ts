import {
  type DescExtension,
  type DescField,
  type DescMessage,
  type DescOneof,
  type FileRegistry,
  getExtension,
  hasExtension,
  isMessage,
  type JsonObject,
  type JsonValue,
  toJson,
} from "@bufbuild/protobuf";

/** The rules of `buf.validate` for a value. */
export interface ValueRules {
  /** When the rules don't apply: never, at the zero value, or always. */
  readonly ignore: "never" | "zero" | "always";
  readonly required: boolean;
  /** The type whose rules are set, such as `string`; empty when there are none. */
  readonly type: string;
  /** The rules of the type as JSON, by their names in the IDL. */
  readonly values: JsonObject;
  /** Text about the rules in CEL. */
  readonly notes: readonly string[];
}

/** The rules of `buf.validate` for a message as a whole. */
export interface MessageRules {
  readonly notes: readonly string[];
  /** Groups of fields of which at most one may be set. */
  readonly oneofs: readonly { readonly fields: readonly string[]; readonly required: boolean }[];
}

/** Reads rules. Those of each field are read once. */
export interface RuleReader {
  /** Whether the IDL imports rules. */
  readonly any: boolean;
  readonly ofField: (field: DescField) => ValueRules;
  readonly ofMessage: (message: DescMessage) => MessageRules;
  readonly isRequired: (oneof: DescOneof) => boolean;
}

const none: ValueRules = { ignore: "never", required: false, type: "", values: {}, notes: [] };

/** Reads the rules of an IDL; there are none when it does not import them. */
export function ruleReader(registry: FileRegistry): RuleReader {
  const extensions = {
    field: registry.getExtension("buf.validate.field"),
    message: registry.getExtension("buf.validate.message"),
    oneof: registry.getExtension("buf.validate.oneof"),
  };
  const fields = new Map<DescField, ValueRules>();

  function optionOf({ kind, proto }: DescField | DescMessage | DescOneof): JsonObject | undefined {
    const extension = extensions[kind];
    return extension && proto.options && readOption(proto.options, extension, registry);
  }

  function ofMessage(message: DescMessage): MessageRules {
    const option = optionOf(message);
    const oneofs = listOf(option?.oneof).map((rule) => ({
      fields: Array.isArray(rule.fields) ? rule.fields.map(String) : [],
      required: rule.required === true,
    }));
    return { notes: option === undefined ? [] : celNotes(option), oneofs };
  }

  function readField(field: DescField): ValueRules {
    const option = optionOf(field);
    const inOneof = ofMessage(field.parent).oneofs.some((oneof) => oneof.fields.includes(field.name));
    const rules = option === undefined ? none : valueRules(option);
    // At most one field of the group is set, so the rules of the others must not apply.
    return inOneof && option?.ignore === undefined ? { ...rules, ignore: "zero" } : rules;
  }

  return {
    any: extensions.field !== undefined,
    ofField: (field) => {
      const rules = fields.get(field) ?? readField(field);
      fields.set(field, rules);
      return rules;
    },
    ofMessage,
    isRequired: (oneof) => optionOf(oneof)?.required === true,
  };
}

/** Reads `buf.validate.FieldRules` of a field, of the items of a list, or of the keys or values of a map. */
export function valueRules(json: JsonValue | undefined): ValueRules {
  if (!isObject(json)) return none;
  const { ignore, required, cel, cel_expression, ...types } = json;
  const [[type, values] = ["", {}]] = Object.entries(types);
  return {
    ignore: ignore === "IGNORE_ALWAYS" ? "always" : ignore === "IGNORE_IF_ZERO_VALUE" ? "zero" : "never",
    required: required === true,
    type,
    values: isObject(values) ? values : {},
    notes: celNotes(json),
  };
}

type Options = NonNullable<(DescField | DescMessage | DescOneof)["proto"]["options"]>;

function readOption(
  options: Options,
  extension: DescExtension,
  registry: FileRegistry,
): JsonObject | undefined {
  if (extension.message === undefined || !hasExtension(options, extension)) return undefined;
  const value: unknown = getExtension(options, extension);
  if (!isMessage(value)) return undefined;
  const json: JsonValue = toJson(extension.message, value, { registry, useProtoFieldName: true });
  return isObject(json) ? json : undefined;
}

/** The message of each rule, or else its expression. */
function celNotes({ cel, cel_expression }: JsonObject): readonly string[] {
  const expressions = Array.isArray(cel_expression) ? cel_expression.map((text) => code(String(text))) : [];
  const rules = listOf(cel).map(({ id, message, expression }) => {
    const text = message === undefined ? code(String(expression)) : String(message);
    return id === undefined ? text : `${code(String(id))}: ${text}`;
  });
  return [...rules, ...expressions];
}

/** Formats text as inline code in Markdown. */
export function code(text: string): string {
  return `\`${text.replace(/\s+/g, " ").trim()}\``;
}

function listOf(json: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(json) ? json.filter(isObject) : [];
}

function isObject(json: JsonValue | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
