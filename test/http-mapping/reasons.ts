/** Why we answer something else than a stock grpc-gateway. `docs/http-mapping.md` lists them; a test holds both equal. */
export const reasons = {
  precedence:
    "Of overlapping templates the most specific is served: literals before `*`, that before `**`, verbs first. grpc-gateway takes the one that was declared last.",
  method: "A path without the method is 405 with `Allow`, as HTTP has it. grpc-gateway answers 501.",
  "any-method":
    "A `custom` pattern of the kind `*` takes every method, as `google/api/http.proto` says. grpc-gateway never matches it.",
  head: "HEAD is served where GET is, without a body; not on streams. grpc-gateway answers 501.",
  escapes:
    "A path is split before it is unescaped: `%2F` is text in one segment, and stays `%2F` in several. grpc-gateway unescapes first.",
  "empty-segment": "`*` stands for a segment that has text. grpc-gateway binds an empty one.",
  unknown: "An unknown parameter is refused, like an unknown field of a body. grpc-gateway ignores it.",
  depth: "A parameter is at most 100 fields deep. grpc-gateway has no limit but that of the URL.",
  bound:
    "A parameter for what path or body bind is refused: it would be ignored. grpc-gateway does ignore it.",
  "one-json":
    "Parameters are read as proto3 JSON has them; masks also by the names of the IDL. grpc-gateway reads some by Go's rules, and fails later.",
  "body-field":
    "A field that is the body is proto3 JSON both ways. grpc-gateway uses Go's JSON for some: no 64-bit numbers in text, no names of enums, no null.",
  "one-value": "A body is one JSON value. grpc-gateway ignores what follows the first.",
  "media-type": "A body that does not say it is JSON is 415. grpc-gateway tries to read it.",
  limit: "A body over the limit is 413. grpc-gateway answers 429.",
  "raw-body":
    "A `google.api.HttpBody` is the body as it is, in requests as in answers. grpc-gateway wants JSON in requests.",
  required:
    "Required fields (proto2, editions) may come from the path and the query, and are 400 when they are missing. grpc-gateway looks at the body alone, or fails.",
  "utf-8": "Text that is not UTF-8 is 400. grpc-gateway fails with 500.",
  events:
    "Streams are Server-Sent Events, an error the last one; a stream of `google.api.HttpBody` is its data. grpc-gateway sends lines of JSON.",
  "client-stream":
    "A method that streams from the client is 501 over HTTP. grpc-gateway reads a request after the other, without limit.",
} as const satisfies Readonly<Record<string, string>>;

export type Reason = keyof typeof reasons;
