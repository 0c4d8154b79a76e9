import type { Option, Problem } from "../options/option.ts";
import {
  type AddGenerator,
  type AddScope,
  checkIdentifier,
  describedAs,
  plainOption,
  textOf,
} from "./add-generator.ts";
import type { NewRoute, NewRpc } from "./idl-editor.ts";
import { findService, fullNames } from "./service-idl.ts";

const kinds = [
  { value: "unary", description: "One request, one response." },
  { value: "server", description: "One request, a stream of responses." },
  { value: "client", description: "A stream of requests, one response." },
  { value: "bidi", description: "Streams in both directions." },
] as const;

/** Its choices are not a closed set: a service may be named without its package, and the lookup reports a wrong name. */
const service: Option<AddScope, "service"> = {
  ...plainOption,
  open: true,
  name: "service",
  value: "Service",
  given: "argument",
  ...describedAs("the service, by its name or with its package"),
  fallback: {
    text: "the only one",
    onlyYes: false,
    of: (_, [only, ...more]) => (more.length === 0 ? only?.value : undefined),
  },
  choices: ({ idl }) => fullNames(idl).map((value) => ({ value, description: "" })),
};

const method: Option<AddScope, "method"> = {
  ...plainOption,
  name: "method",
  value: "Method",
  given: "argument",
  ...describedAs("the new method's name, such as CancelOrder"),
  check: (value, scope) => checkIdentifier("method", value) ?? checkNew(value, scope),
};

const kind: Option<AddScope, "kind"> = {
  ...plainOption,
  name: "kind",
  value: "kind",
  ...describedAs("which messages are streamed"),
  fallback: { text: "unary", onlyYes: false, of: () => "unary" },
  choices: () => kinds,
};

const message = <const Name extends "request" | "response">(
  name: Name,
  ending: string,
): Option<AddScope, Name> => ({
  ...plainOption,
  name,
  value: "Type",
  ...describedAs(`the ${name}'s message; created if it does not exist`),
  fallback: {
    text: `<Method>${ending}`,
    onlyYes: false,
    of: ({ values }) => `${pascal(textOf(values, "method"))}${ending}`,
  },
  check: (value) => checkType(value),
});

const http: Option<AddScope, "http"> = {
  ...plainOption,
  name: "http",
  value: "route",
  ...describedAs('its google.api.http route, such as "POST /v1/orders/{id}:cancel"'),
  fallback: { text: "none", onlyYes: false, of: () => "none" },
  check: (value, { idl }) => {
    if (value === "none") return undefined;
    if (idl.editor.extension !== ".proto")
      return { code: "add-http", message: "Thrift has no HTTP routes", hint: "leave --http out" };
    if (readRoute(value) !== null) return undefined;
    const message = `not a route: ${JSON.stringify(value)}`;
    return { code: "add-http", message, hint: 'a method and a path, such as "GET /v1/orders/{id}"' };
  },
};

export const addRpc: AddGenerator<"service" | "method" | "kind" | "request" | "response" | "http"> = {
  name: "add rpc",
  description: "a method of a service, in the IDL and in internal/rpc",
  options: [service, method, kind, message("request", "Request"), message("response", "Response"), http],
  edit: ({ idl, values }) => {
    const { file, name } = findService(idl, textOf(values, "service"));
    const rpc: NewRpc = {
      service: name,
      method: textOf(values, "method"),
      kind: kinds.find(({ value }) => value === textOf(values, "kind"))?.value ?? "unary",
      request: textOf(values, "request"),
      response: textOf(values, "response"),
      http: readRoute(textOf(values, "http")),
    };
    const siblings = idl.files.filter(({ outline }) => outline.package === file.outline.package);
    const known = new Set(siblings.flatMap(({ outline }) => outline.types));
    const content = idl.editor.addRpc(file.source, rpc, known);
    return [{ path: file.path, content, mode: 0o644, layer: "idl", fate: "seeded", service: null }];
  },
};

function checkNew(value: string, { idl, values }: AddScope): Problem | undefined {
  const { file, name } = findService(idl, textOf(values, "service"));
  const { methods = [] } = file.outline.services.find((one) => one.name === name) ?? {};
  if (!methods.includes(value)) return undefined;
  return { code: "add-name", message: `${name} already has a method ${value}, in ${file.path}` };
}

function checkType(value: string): Problem | undefined {
  if (/^\.?[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(value)) return undefined;
  return {
    code: "add-name",
    message: `illegal message ${JSON.stringify(value)}`,
    hint: "the name of a message, with its package if that is another one: google.protobuf.Empty",
  };
}

function readRoute(text: string): NewRoute | null {
  const [, verb, path] = /^([A-Za-z]+) (\/[^\s"\\]+)$/.exec(text) ?? [];
  return verb === undefined || path === undefined ? null : { method: verb.toUpperCase(), path };
}

/** `cancel_order` is `CancelOrder`. */
function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, _before, letter: string) => letter.toUpperCase());
}
