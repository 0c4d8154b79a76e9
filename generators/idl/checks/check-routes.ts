import type { DescField, DescMessage, DescMethod, FileRegistry } from "@bufbuild/protobuf";
import { UserError } from "../../error.ts";
import { httpBindings } from "../http/http-bindings.ts";
import { parseTemplate, type RouteTemplate, templateKey } from "../http/route-template.ts";
import type { HttpBinding, IdlFile } from "../model.ts";
import { hasOwnJson } from "../proto/has-own-json.ts";
import { sourceLocations } from "../proto/source-locations.ts";

interface RouteSources {
  readonly registry: FileRegistry;
  /** The user's files. */
  readonly files: readonly (IdlFile & { readonly shown: string })[];
}

/** Refuses routes that can't be served, and two routes that match the same requests. */
export function checkRoutes({ registry, files }: RouteSources): void {
  const locate = sourceLocations();
  const shown = new Map(files.map(({ path, shown }) => [path, shown]));
  const seen = new Map<string, string>();
  const methods = [...registry.files]
    .filter(({ proto }) => shown.has(proto.name))
    .flatMap(({ services }) => services.flatMap((service) => service.methods));
  for (const method of methods) {
    const line = (locate(method)?.span[0] ?? 0) + 1;
    const where = `${shown.get(method.parent.file.proto.name)}:${line}: ${method.parent.name}.${method.name}`;
    const bindings = httpBindings(method, registry);
    for (const binding of bindings.length === 0 ? [unbound(method)] : bindings) {
      const text = `${binding.method} ${binding.template}`;
      const template = checkBinding({ method, binding, where });
      const key = `${binding.method} ${templateKey(template)}`;
      const other = seen.get(key);
      if (other !== undefined) {
        throw new UserError("idl-route", `${where}, ${text}, matches the same requests as ${other}`, {
          hint: "give one of them another path, method or verb",
        });
      }
      seen.set(key, `${where}, ${text}`);
    }
  }
}

function unbound({ parent, name }: DescMethod): HttpBinding {
  return { method: "POST", template: `/${parent.typeName}/${name}`, body: "*", responseBody: "" };
}

interface Bound {
  readonly method: DescMethod;
  readonly binding: HttpBinding;
  readonly where: string;
}

function checkBinding({ method, binding, where }: Bound): RouteTemplate {
  const { input, output } = method;
  const refuse = (reason: string, hint: string): never => {
    throw new UserError("idl-route", `${where}: ${reason}`, { hint });
  };
  const { template: text, body, responseBody } = binding;
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(binding.method)) {
    refuse(`google.api.http has no method for "${text}"`, "use get, put, post, delete, patch or custom");
  }
  const template = parseTemplate(text);
  if (typeof template === "string") {
    return refuse(
      `the path template "${text}" can't be read: ${template}`,
      "write it as /v1/{name=shelves/*}:verb",
    );
  }
  if (binding.method === "GET" && body !== "") {
    refuse(
      `GET ${text} has a body`,
      "leave the body out, so that the other fields are in the query, or use post",
    );
  }
  if (body !== "" && body !== "*" && fieldOf(input, body) === undefined) {
    refuse(`body "${body}" is not a field of ${input.typeName}`, 'name one, or "*" for the whole message');
  }
  if (responseBody !== "" && fieldOf(output, responseBody) === undefined) {
    refuse(
      `response_body "${responseBody}" is not a field of ${output.typeName}`,
      "name one, or leave it out",
    );
  }
  for (const [option, name, message] of [
    ["body", body.replace("*", ""), input],
    ["response_body", responseBody, output],
  ] as const) {
    // grpc-gateway would expose the fields of the Go struct, which proto3 JSON does not have.
    if (name !== "" && hasOwnJson(message)) {
      refuse(
        `${option} "${name}" is in ${message.typeName}, which has no fields in JSON`,
        option === "body" ? 'use body "*"' : "leave it out to return the whole message",
      );
    }
  }
  for (const { field: variable } of template.variables) {
    const place = `{${variable}} in "${text}"`;
    const field = variableOf(input, variable);
    if (typeof field === "string") {
      return refuse(`${place} ${field}`, "a variable must be a scalar, an enum, a wrapper or a time");
    }
  }
  return template;
}

const words = new Set(
  [
    ...["Timestamp", "Duration", "StringValue", "BytesValue", "BoolValue", "DoubleValue", "FloatValue"],
    ...["Int32Value", "Int64Value", "UInt32Value", "UInt64Value"],
  ].map((name) => `google.protobuf.${name}`),
);

/** The field that a variable sets, or the reason why it can't. */
function variableOf(input: DescMessage, variable: string): DescField | string {
  let message: DescMessage | undefined = input;
  let field: DescField | undefined;
  for (const name of variable.split(".")) {
    field = message === undefined ? undefined : fieldOf(message, name);
    if (field === undefined) break;
    message = field.fieldKind === "message" ? field.message : undefined;
  }
  if (field === undefined) return `is not a field of ${input.typeName}`;
  if (field.fieldKind === "list" || field.fieldKind === "map") return "is repeated, and a path has one value";
  if (message !== undefined && !words.has(message.typeName)) return `is a message, ${message.typeName}`;
  return field;
}

function fieldOf({ fields }: DescMessage, name: string): DescField | undefined {
  return fields.find((field) => field.name === name);
}
