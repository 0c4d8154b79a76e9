import type { Json } from "../conformance/http-client.ts";
import type { Reason } from "./reasons.ts";

/** A request and what it is answered with: by the pairs, which all give the same, and by a stock grpc-gateway. */
export interface Case {
  /** `GET /v1/text/a?tags=x`, as it goes over the wire. */
  readonly request: string;
  /** What is shown by it. */
  readonly shows: string;
  readonly body?: string | Uint8Array;
  /** Content type of the body; `application/json` if it is not given. */
  readonly type?: string;
  readonly want: Expected;
  /** Where a stock grpc-gateway answers something else: what, and why that is not what we do. */
  readonly stock?: Expected & { readonly reason: Reason };
}

export interface Expected {
  readonly status: number;
  /** The body, where it is JSON. */
  readonly json?: Json;
  /** The body, where it is not. */
  readonly text?: string;
  /** Part of the message of a refusal. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every field of `Everything` that is emitted when it is not populated. */
export const nothing: Readonly<Record<string, Json>> = {
  text: "",
  i32: 0,
  i64: "0",
  u32: 0,
  u64: "0",
  f: 0,
  d: 0,
  flag: false,
  data: "",
  color: "COLOR_UNSPECIFIED",
  displayName: "",
  otherName: "",
  nested: null,
  tags: [],
  numbers: [],
  colors: [],
  items: [],
  labels: {},
  palette: {},
  at: null,
  length: null,
  updateMask: null,
  object: null,
  value: null,
  list: null,
  textValue: null,
  countValue: null,
  flagValue: null,
  dataValue: null,
  any: null,
  empty: null,
};

/** The answer of a method that was called with these fields. */
export function echo(method: string, fields: Readonly<Record<string, Json>> = {}): Expected {
  return { status: 200, json: { method, request: { ...nothing, ...fields } } };
}

/** `Nested` with its unpopulated fields. */
export function nested(fields: Readonly<Record<string, Json>>): Json {
  return { name: "", count: "0", child: null, ...fields };
}

/** 400, naming what is wrong. */
export function invalid(message: string): Expected {
  return { status: 400, message };
}

export const noPath: Expected = { status: 404, message: "no such path" };

export function notAllowed(allow: string): Expected {
  return { status: 405, headers: { allow }, message: "the path has no method" };
}

/** What a stock grpc-gateway answers instead, and why we don't. */
export function because(reason: Reason, expected: Expected): NonNullable<Case["stock"]> {
  return { reason, ...expected };
}

/** A message of the stream `Watch`. */
export function watched(index: number): Json {
  return { method: `Watch ${index}`, request: null };
}

/** A stream as grpc-gateway has it. */
export function lines(...messages: readonly Json[]): Expected {
  return { status: 200, text: messages.map((message) => `${JSON.stringify(message)}\n`).join("") };
}
