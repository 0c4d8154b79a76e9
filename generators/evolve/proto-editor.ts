import { outlineIdl } from "../idl/outline-idl.ts";
import type { IdlEditor, NewRoute, NewRpc, NewService } from "./idl-editor.ts";
import { append, indentOf, insert, insertMethod } from "./text-edit.ts";

export const protoEditor: IdlEditor = { kind: "proto", extension: ".proto", addRpc, addService };

const annotations = "google/api/annotations.proto";
const withBody: readonly string[] = ["POST", "PUT", "PATCH"];

/** The files of google.protobuf that are not named after their only message. */
const wellKnown: Readonly<Record<string, string>> = {
  FieldMask: "field_mask",
  ListValue: "struct",
  Value: "struct",
  NullValue: "struct",
  ...Object.fromEntries(
    ["Bool", "Bytes", "Double", "Float", "Int32", "Int64", "String", "UInt32", "UInt64"].map((type) => [
      `${type}Value`,
      "wrappers",
    ]),
  ),
};

function addRpc(source: string, rpc: NewRpc, known: ReadonlySet<string>): string {
  const outline = outlineIdl(source, "proto");
  const service = outline.services.find(({ name }) => name === rpc.service);
  if (service === undefined) throw new Error(`no service ${rpc.service}`);
  const indent = indentOf(source);
  const withRpc = insertMethod(source, service, printRpc(rpc, indent));
  const types = new Set([...outline.types, ...known]);
  const fields = rpc.http === null ? [] : pathFields(rpc.http);
  const messages = [
    ...new Map([
      [rpc.request, fields],
      [rpc.response, []],
    ] as const),
  ]
    .filter(([name]) => !name.includes(".") && !types.has(name))
    .map(([name, of]) => printMessage(name, of, indent));
  const withMessages = messages.reduce(append, withRpc);
  return importsOf(rpc).reduce(addImport, withMessages);
}

function printRpc({ method, kind, request, response, http }: NewRpc, indent: string): string {
  const stream = (streams: boolean, type: string) => `(${streams ? "stream " : ""}${type})`;
  const head =
    `${indent}rpc ${method}${stream(kind === "client" || kind === "bidi", request)} ` +
    `returns ${stream(kind === "server" || kind === "bidi", response)}`;
  if (http === null) return `${head};\n`;
  return `${head} {\n${printRoute(http, indent)}${indent}}\n`;
}

function printRoute({ method, path }: NewRoute, indent: string): string {
  const standard = ["GET", "PUT", "POST", "DELETE", "PATCH"].includes(method);
  const lines = [
    `${indent}option (google.api.http) = {`,
    standard
      ? `${indent}${indent}${method.toLowerCase()}: "${path}"`
      : `${indent}${indent}custom: {kind: "${method}" path: "${path}"}`,
    ...(withBody.includes(method) ? [`${indent}${indent}body: "*"`] : []),
    `${indent}};`,
  ];
  return lines.map((line) => `${indent}${line}\n`).join("");
}

function printMessage(name: string, fields: readonly string[], indent: string): string {
  if (fields.length === 0) return `message ${name} {}\n`;
  const lines = fields.map((field, index) => `${indent}string ${field} = ${index + 1};\n`);
  return `message ${name} {\n${lines.join("")}}\n`;
}

function importsOf({ request, response, http }: NewRpc): readonly string[] {
  const files = [request, response].flatMap((type) => {
    const [, name] = /^\.?google\.protobuf\.(\w+)$/.exec(type) ?? [];
    return name === undefined ? [] : [`google/protobuf/${wellKnown[name] ?? name.toLowerCase()}.proto`];
  });
  return http === null ? files : [annotations, ...files];
}

function addImport(source: string, path: string): string {
  const { imports, importsEnd, headEnd } = outlineIdl(source, "proto");
  if (imports.includes(path)) return source;
  const line = `import "${path}";`;
  return importsEnd === null
    ? insert(source, headEnd, `\n\n${line}`)
    : insert(source, importsEnd, `\n${line}`);
}

function addService(source: string | null, { name, package: of, head }: NewService): string {
  const service = `service ${name} {}\n`;
  if (source !== null) return append(source, service);
  const statements = ['syntax = "proto3";', ...(of === "" ? [] : [`package ${of};`]), ...head];
  return [...statements.map((line) => `${line}\n`), service].join("\n");
}

/** The variables of a path template that are fields of the request itself. */
function pathFields({ path }: NewRoute): readonly string[] {
  return [...path.matchAll(/\{(\w+)(?:=[^}]*)?\}/g)].map((match) => match[1] ?? "");
}
