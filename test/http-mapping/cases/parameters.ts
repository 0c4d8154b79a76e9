import { because, type Case, echo, invalid, nested } from "../case.ts";

const json = encodeURIComponent;

/** The query: everything that neither path nor body bind. */
export const parameters: readonly Case[] = [
  {
    request: "GET /v1/query?text=a+b%2Bc",
    shows: "text, plus and escapes",
    want: echo("Query", { text: "a b+c" }),
  },
  {
    request: "GET /v1/query?display_name=a&otherName=b",
    shows: "names of the IDL and of JSON",
    want: echo("Query", { displayName: "a", otherName: "b" }),
  },
  {
    request: "GET /v1/query?displayName=a&renamed=b",
    shows: "the same the other way round",
    want: echo("Query", { displayName: "a", otherName: "b" }),
  },
  {
    request: "GET /v1/query?displayName=a&display_name=b",
    shows: "both names of one field",
    want: invalid("given twice"),
  },
  {
    request: "GET /v1/query?text=a&text=b",
    shows: "a value too many",
    want: invalid("text is given 2 times"),
  },
  {
    request: "GET /v1/query?tags=b&tags=a&numbers=1&numbers=2",
    shows: "lists",
    want: echo("Query", { tags: ["b", "a"], numbers: ["1", "2"] }),
  },
  {
    request: "GET /v1/query?colors=COLOR_RED&colors=2",
    shows: "enums by name and number",
    want: echo("Query", { colors: ["COLOR_RED", "COLOR_BLUE"] }),
  },
  { request: "GET /v1/query?color=red", shows: "an enum's value that it lacks", want: invalid("color") },
  {
    request: "GET /v1/query?nested.name=a&nested.child.count=2",
    shows: "nested fields",
    want: echo("Query", { nested: nested({ name: "a", child: nested({ count: "2" }) }) }),
  },
  { request: "GET /v1/query?nested.child=x", shows: "a message", want: invalid("nested.child") },
  {
    request: "GET /v1/query?items.name=x",
    shows: "a field in a list of messages",
    want: invalid("items.name"),
  },
  {
    request: "GET /v1/query?labels[a]=1&labels[b.c]=2&palette[7]=COLOR_RED",
    shows: "maps",
    want: echo("Query", { labels: { a: "1", "b.c": "2" }, palette: { "7": "COLOR_RED" } }),
  },
  {
    request: "GET /v1/query?labels[a]=1&labels[a]=2",
    shows: "a key twice",
    want: invalid("labels[a] is given 2 times"),
  },
  {
    request: "GET /v1/query?palette[x]=COLOR_RED",
    shows: "a key of another type",
    want: invalid("palette[x]"),
  },
  { request: "GET /v1/query?labels=a", shows: "a map without a key", want: invalid("labels is a map") },
  { request: "GET /v1/query?text[a]=b", shows: "a key of what is no map", want: invalid("text[a]") },
  {
    request: "GET /v1/query?maybe=",
    shows: "an optional field that is empty",
    want: echo("Query", { maybe: "" }),
  },
  { request: "GET /v1/query?text", shows: "a name without a value", want: echo("Query") },
  { request: "GET /v1/query?i32=", shows: "a number without a value", want: invalid("i32") },
  { request: "GET /v1/query?i32=1.0", shows: "a number with a point", want: invalid("i32") },
  {
    request: "GET /v1/query?flag=1&d=NaN&f=-Infinity",
    shows: "booleans and floats",
    want: echo("Query", { flag: true, d: "NaN", f: "-Infinity" }),
  },
  { request: "GET /v1/query?d=1_000", shows: "a float with an underscore", want: invalid("d: ") },
  { request: "GET /v1/query?d=inf", shows: "another word for infinity", want: invalid("d: ") },
  {
    request: "GET /v1/query?data=_-8",
    shows: "bytes in either alphabet",
    want: echo("Query", { data: "/+8=" }),
  },
  { request: "GET /v1/query?data=YQ=", shows: "half a padding", want: invalid("data") },
  {
    request: `GET /v1/query?nested${".child".repeat(100)}.name=a`,
    shows: "a field 102 deep",
    want: invalid("unknown parameter"),
    stock: because("depth", { status: 200 }),
  },
  { request: "GET /v1/query?data=!", shows: "bytes that are none", want: invalid("data") },
  { request: "GET /v1/query?left=a", shows: "a member of a oneof", want: echo("Query", { left: "a" }) },
  { request: "GET /v1/query?left=a&right=1", shows: "two members of a oneof", want: invalid("choice") },
  {
    request: "GET /v1/query?middle.name=a&middle.count=1",
    shows: "two fields of a member",
    want: echo("Query", { middle: nested({ name: "a", count: "1" }) }),
  },
  {
    request: "GET /v1/query?at=2026-01-02T03:04:05%2B01:00&length=90s",
    shows: "times",
    want: echo("Query", { at: "2026-01-02T02:04:05Z", length: "90s" }),
  },
  {
    request: "GET /v1/query?length=1m30s",
    shows: "a duration as Go writes it",
    want: invalid("length"),
    stock: because("one-json", echo("Query", { length: "90s" })),
  },
  {
    request: "GET /v1/query?update_mask=display_name,nested.name",
    shows: "a mask, names of the IDL",
    want: echo("Query", { updateMask: "displayName,nested.name" }),
  },
  {
    request: "GET /v1/query?update_mask=displayName",
    shows: "a mask, names of JSON",
    want: echo("Query", { updateMask: "displayName" }),
    stock: because("one-json", { status: 500 }),
  },
  {
    request: "GET /v1/query?update_mask=a-b",
    shows: "a mask that is none",
    want: invalid("update_mask"),
    stock: because("one-json", { status: 500 }),
  },
  {
    request: `GET /v1/query?object=${json('{"a":[1,null]}')}&value=${json("[true]")}`,
    shows: "JSON",
    want: echo("Query", { object: { a: [1, null] }, value: [true] }),
  },
  {
    request: `GET /v1/query?list=${json("[1]")}`,
    shows: "a JSON list",
    want: echo("Query", { list: [1] }),
    stock: because("one-json", { status: 400 }),
  },
  { request: "GET /v1/query?value=text", shows: "JSON that is none", want: invalid("value") },
  {
    request: "GET /v1/query?text_value=a&count_value=-1&flag_value=false&data_value=YQ",
    shows: "wrappers",
    want: echo("Query", { textValue: "a", countValue: "-1", flagValue: false, dataValue: "YQ==" }),
  },
  {
    request: "GET /v1/query?count_value=x",
    shows: "a wrapper of another type",
    want: invalid("count_value"),
  },
  { request: `GET /v1/query?any=${json("{}")}`, shows: "an Any", want: invalid("any") },
  { request: "GET /v1/query?empty=", shows: "an empty message", want: echo("Query", { empty: {} }) },
  {
    request: "GET /v1/query?colour=red",
    shows: "an unknown parameter",
    want: invalid('unknown parameter "colour"'),
    stock: because("unknown", echo("Query")),
  },
  {
    request: "GET /v1/query?nested.colour=red",
    shows: "an unknown nested parameter",
    want: invalid("nested.colour"),
    stock: because("unknown", echo("Query", { nested: nested({}) })),
  },
  {
    request: "GET /v1/query?text=%ff",
    shows: "bytes that are not UTF-8",
    want: invalid("text"),
    stock: because("utf-8", { status: 500 }),
  },
  { request: "GET /v1/query?text=%zz", shows: "an escape that is none", want: invalid("query") },
  {
    request: "GET /v1/text/a?text=b",
    shows: "a parameter for what the path binds",
    want: invalid("text is bound"),
    stock: because("bound", echo("Text", { text: "a" })),
  },
  {
    request: "GET /v1/nested/n/7?nested.count=3",
    shows: "a parameter beside what the path binds",
    want: echo("Path", { nested: nested({ name: "n", count: "3", child: nested({ count: "7" }) }) }),
  },
  {
    request: "PATCH /v1/nested/n?nested.count=3",
    shows: "a parameter for what the body binds",
    body: "{}",
    want: invalid("nested.count is bound"),
    stock: because("bound", echo("Patch", { nested: nested({ name: "n" }) })),
  },
  {
    request: "PATCH /v1/nested/n?text=a",
    shows: "a parameter beside a body that is a field",
    body: '{"count":"1"}',
    want: echo("Patch", { text: "a", nested: nested({ name: "n", count: "1" }) }),
  },
  {
    request: "POST /v1/all?text=a",
    shows: "a parameter beside a body that is everything",
    body: "{}",
    want: invalid("text can't be a parameter"),
    stock: because("bound", echo("Whole")),
  },
  {
    request: "GET /v1/times/2026-01-02T03:04:05Z/1s/7?at.seconds=1",
    shows: "a part of what the path binds",
    want: invalid("at.seconds is bound"),
    stock: because("bound", echo("Path", { at: "2026-01-02T03:04:05Z", length: "1s", countValue: "7" })),
  },
];
