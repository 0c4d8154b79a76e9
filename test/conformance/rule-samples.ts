import { type DescField, type DescMessage, type JsonValue, ScalarType } from "@bufbuild/protobuf";

/** Requests in the JSON that a service writes itself: each combination of values that rules have an opinion on. */
export function sampleMessages(message: DescMessage): readonly { readonly [name: string]: JsonValue }[] {
  return message.fields.reduce<readonly { readonly [name: string]: JsonValue }[]>(
    (samples, field) =>
      samples.flatMap((sample) => [
        sample,
        ...valuesAmong(message, field).map((value) => ({ ...sample, [field.jsonName]: value })),
      ]),
    [{}],
  );
}

/** Combinations of fields are many; a few values of each will do. */
function valuesAmong({ fields }: DescMessage, field: DescField): readonly JsonValue[] {
  const values = sampleValues(field);
  return fields.length === 1 ? values : values.slice(0, 5);
}

function sampleValues(field: DescField): readonly JsonValue[] {
  const few = message(field) ?? samplesOf(field);
  switch (field.fieldKind) {
    case "list":
      return [
        [],
        ...few.map((one) => [one]),
        ...few.flatMap((one, index) => [few.slice(index, index + 2), [one, one]]),
        few.slice(0, 3),
      ];
    case "map":
      return [
        {},
        ...few.map((one) => ({ [keys(field.mapKey)[1] ?? ""]: one })),
        ...keys(field.mapKey).map((key) => ({ [key]: few.at(-1) ?? null })),
        Object.fromEntries(
          keys(field.mapKey)
            .slice(0, 3)
            .map((key) => [key, few.at(-1) ?? null]),
        ),
      ];
    case "message":
      return field.oneof === undefined ? [null, ...few] : few;
    default:
      return few;
  }
}

/** Wrappers are what they wrap; of messages, three are enough. */
function message(field: DescField): readonly JsonValue[] | undefined {
  if (field.message === undefined) return undefined;
  const { typeName, fields } = field.message;
  if (typeName === "google.protobuf.Timestamp") return ["2020-01-01T00:00:00Z", "2220-01-01T00:00:00Z"];
  if (typeName === "google.protobuf.Duration") return ["0s", "1.5s", "3s"];
  const wrapped = /^google\.protobuf\.\w+Value$/.test(typeName) ? fields[0] : undefined;
  if (wrapped !== undefined) return samplesOf(wrapped);
  return [
    {},
    ...(fields.some(({ jsonName, scalar }) => jsonName === "a" && scalar)
      ? [{ a: "ab" }, { a: "abcd" }]
      : []),
  ];
}

const integers = [0, 1, 2, 3, 4, 5, 6, 2_147_483_647];
const points = [0, 0.09, 0.1, 0.11, 1, 2, 2.25, 2.5, 2.75, 3, 4.5, 5, 5.5, 1e10];
const texts = [
  ...[
    "",
    "a",
    "ab",
    "abc",
    "abcd",
    "abcdefg",
    "ABC",
    "é",
    "日本",
    "😀",
    "😀😀",
    "éé",
    "a\nb",
    "a\rb",
    "a\u2028",
    "\u00a0",
    " \t",
  ],
  ...[
    "b-1",
    "b-",
    "xb-12",
    "x@- ",
    "x@-.",
    "x@-\v",
    "a.b(",
    "axb(",
    "http://example.com/a?b",
    "ada@example.com",
    "localhost",
  ],
  ...[
    "127.0.0.1",
    "::1",
    "10.0.0.0/8",
    "example.com:80",
    "0123456789abcdef0123456789abcdef",
    "x-header",
    "x\u0000",
  ],
  ...[
    "01234567-89ab-cdef-0123-456789abcdef",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "01234567-89ab-cdef-0123-456789abcdeg",
  ],
];
const base64 = ["", "YQ==", "YQ", "YWI=", "YWJj", "YWJjZA==", "YWJjZGU=", "fn5-", "fwAAAQ=="];

function samplesOf({ scalar, enum: described }: DescField): readonly JsonValue[] {
  if (described !== undefined) return described.values.map(({ name }) => name);
  switch (scalar) {
    case ScalarType.STRING:
      return texts;
    case ScalarType.BYTES:
      return base64;
    case ScalarType.BOOL:
      return [true, false];
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return [-1.5, ...points];
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return integers;
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return integers.map(String);
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return ["-1", "9223372036854775807", ...integers.map(String)];
    default:
      return [-1, ...integers];
  }
}

function keys(scalar: ScalarType): readonly string[] {
  switch (scalar) {
    case ScalarType.STRING:
      return ["", "a", "ab", "abc"];
    case ScalarType.BOOL:
      return ["false", "true"];
    default:
      return ["0", "1", "2", "3"];
  }
}
