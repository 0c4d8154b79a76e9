import {
  type DescMethod,
  type FileRegistry,
  getExtension,
  hasExtension,
  isMessage,
  type JsonValue,
  toJson,
} from "@bufbuild/protobuf";
import type { HttpBinding } from "../model.ts";

const methods = ["get", "put", "post", "delete", "patch"] as const;

/** The google.api.http bindings of a method, the additional ones last. */
export function httpBindings(method: DescMethod, registry: FileRegistry): readonly HttpBinding[] {
  const extension = registry.getExtension("google.api.http");
  const options = method.proto.options;
  if (extension?.message === undefined || options === undefined || !hasExtension(options, extension))
    return [];
  const value = getExtension(options, extension);
  return isMessage(value) ? readRule(toJson(extension.message, value, { registry })) : [];
}

function readRule(rule: JsonValue | undefined): readonly HttpBinding[] {
  const fields = objectOf(rule);
  const verb = methods.find((name) => fields[name] !== undefined);
  const custom = objectOf(fields.custom);
  const binding = {
    method: verb === undefined ? stringOf(custom.kind) : verb.toUpperCase(),
    template: verb === undefined ? stringOf(custom.path) : stringOf(fields[verb]),
    body: stringOf(fields.body),
    responseBody: stringOf(fields.responseBody).replace(/^\*$/, ""),
  };
  const more = Array.isArray(fields.additionalBindings) ? fields.additionalBindings : [];
  return [binding, ...more.flatMap(readRule)];
}

function objectOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function stringOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
