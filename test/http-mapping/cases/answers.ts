import { because, type Case, lines, nested, watched } from "../case.ts";

const stream = { "content-type": "text/event-stream" };

/** Answers: one field, errors, streams. */
export const answers: readonly Case[] = [
  { request: "POST /v1/pick/text", shows: "text", body: '{"text":"a"}', want: { status: 200, json: "a" } },
  {
    request: "POST /v1/pick/i64",
    shows: "a number that is text in JSON",
    body: '{"i64":"7"}',
    want: { status: 200, json: "7" },
    stock: because("body-field", { status: 200, json: 7 }),
  },
  {
    request: "POST /v1/pick/data",
    shows: "bytes",
    body: '{"data":"YQ=="}',
    want: { status: 200, json: "YQ==" },
  },
  {
    request: "POST /v1/pick/color",
    shows: "an enum",
    body: '{"color":1}',
    want: { status: 200, json: "COLOR_RED" },
  },
  {
    request: "POST /v1/pick/tags",
    shows: "a list",
    body: '{"tags":["a","b"]}',
    want: { status: 200, json: ["a", "b"] },
  },
  { request: "POST /v1/pick/tags", shows: "an empty list", body: "{}", want: { status: 200, json: [] } },
  {
    request: "POST /v1/pick/labels",
    shows: "a map",
    body: '{"labels":{"a":"1"}}',
    want: { status: 200, json: { a: "1" } },
  },
  {
    request: "POST /v1/pick/nested",
    shows: "a message",
    body: '{"nested":{"name":"a"}}',
    want: { status: 200, json: nested({ name: "a" }) },
  },
  {
    request: "POST /v1/pick/nested",
    shows: "no message",
    body: "{}",
    want: { status: 200, json: null },
    stock: because("body-field", { status: 200, json: nested({}) }),
  },
  {
    request: "POST /v1/pick/at",
    shows: "a time",
    body: '{"at":"2026-01-02T03:04:05Z"}',
    want: { status: 200, json: "2026-01-02T03:04:05Z" },
  },
  {
    request: "POST /v1/pick/maybe",
    shows: "an optional field that is not set",
    body: "{}",
    want: { status: 200, json: null },
  },
  {
    request: "GET /v1/fail/5?text=gone",
    shows: "an error",
    want: { status: 404, json: { code: 5, message: "gone", details: [] } },
  },
  {
    request: "GET /v1/fail/1",
    shows: "a call that was given up",
    want: { status: 499, json: { code: 1, message: "", details: [] } },
  },
  {
    request: "GET /v1/fail/9?text=no",
    shows: "a precondition",
    want: { status: 400, json: { code: 9, message: "no", details: [] } },
  },
  {
    request: "GET /v1/watch/2",
    shows: "a stream",
    want: {
      status: 200,
      headers: stream,
      text: 'data: {"method":"Watch 0","request":null}\n\ndata: {"method":"Watch 1","request":null}\n\n',
    },
    stock: because("events", lines({ result: watched(0) }, { result: watched(1) })),
  },
  {
    request: "GET /v1/watch/1:brief",
    shows: "a stream of one field",
    want: { status: 200, headers: stream, text: 'data: "Watch 0"\n\n' },
    stock: because("events", lines({ result: "Watch 0" })),
  },
  {
    request: "GET /v1/watch/0",
    shows: "a stream without messages",
    want: { status: 200, headers: stream, text: "" },
  },
  {
    request: "GET /v1/watch/1?text=lost",
    shows: "a stream that fails",
    want: {
      status: 200,
      headers: stream,
      text: 'data: {"method":"Watch 0","request":null}\n\nevent: error\ndata: {"code":10,"message":"lost","details":[]}\n\n',
    },
    stock: because(
      "events",
      lines({ result: watched(0) }, { error: { code: 10, message: "lost", details: [] } }),
    ),
  },
  {
    request: "GET /v1/watch/0?text=lost",
    shows: "a stream that fails before its first message",
    want: { status: 409, json: { code: 10, message: "lost", details: [] } },
  },
  {
    request: "GET /v1/raw-stream/3",
    shows: "a raw stream",
    want: { status: 200, headers: { "content-type": "text/csv" }, text: "0;1;2;" },
    stock: because("events", { status: 200, text: "0;\n1;\n2;\n" }),
  },
  {
    request: "POST /v1/collect",
    shows: "a stream from the client",
    body: "{}",
    want: { status: 501, message: "/mapping.v1.Mapping/Collect streams from the client" },
    stock: because("client-stream", { status: 200, json: { method: "Collect", request: null } }),
  },
  {
    request: "POST /mapping.v1.Mapping/Talk",
    shows: "a stream both ways",
    body: "{}",
    want: { status: 501, message: "/mapping.v1.Mapping/Talk streams from the client" },
    stock: because("client-stream", { status: 200, text: "" }),
  },
];
