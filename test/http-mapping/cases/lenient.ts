import { type Case, echo, invalid } from "../case.ts";

/** The same service with `HTTP_UNKNOWN_FIELDS=ignore`. */
export const lenient: readonly Case[] = [
  {
    request: "GET /v1/query?colour=red&text=a",
    shows: "an unknown parameter",
    want: echo("Query", { text: "a" }),
  },
  {
    request: "GET /v1/text/a?text=b",
    shows: "a parameter for what the path binds",
    want: echo("Text", { text: "a" }),
  },
  {
    request: "POST /v1/all?text=b&x=%zz",
    shows: "parameters beside a body that is everything",
    body: '{"text":"a"}',
    want: echo("Whole", { text: "a" }),
  },
  {
    request: "POST /v1/all",
    shows: "an unknown field",
    body: '{"text":"a","x":{}}',
    want: echo("Whole", { text: "a" }),
  },
  { request: "GET /v1/query?i32=x", shows: "a value of another type", want: invalid("i32") },
];
