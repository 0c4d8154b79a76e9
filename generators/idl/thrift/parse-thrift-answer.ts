import {
  asBoolean,
  asList,
  asNumber,
  asObject,
  asOneOf,
  asString,
  asText,
  below,
  type Place,
  parseJson,
} from "../../files/json-shape.ts";
import type {
  ThriftAnswer,
  ThriftArgument,
  ThriftMethod,
  ThriftProblem,
  ThriftService,
  ThriftStream,
} from "./thrift-answer.ts";

/** Reads the answer of the Thrift generator. Go writes an empty list as null. */
export function parseThriftAnswer(text: string, file: string): ThriftAnswer {
  const top: Place = { code: "thrift-answer", file, key: "" };
  const json = asObject(parseJson(text, top), top, ["services", "problem"]);
  return {
    services: asList(json.services ?? [], below(top, "services"), parseService),
    ...(json.problem === undefined ? {} : { problem: parseProblem(json.problem, below(top, "problem")) }),
  };
}

function parseService(value: unknown, place: Place): ThriftService {
  const json = asObject(value, place, ["file", "name", "package", "types", "methods"]);
  return {
    file: asText(json.file, below(place, "file")),
    name: asText(json.name, below(place, "name")),
    package: asText(json.package, below(place, "package")),
    types: asText(json.types, below(place, "types")),
    methods: asList(json.methods ?? [], below(place, "methods"), parseMethod),
  };
}

const methodKeys = ["file", "service", "name", "goName", "oneway", "args", "result", "zero", "stream"];

function parseMethod(value: unknown, place: Place): ThriftMethod {
  const json = asObject(value, place, methodKeys);
  return {
    file: asText(json.file, below(place, "file")),
    service: asText(json.service, below(place, "service")),
    name: asText(json.name, below(place, "name")),
    goName: asText(json.goName, below(place, "goName")),
    oneway: asBoolean(json.oneway, below(place, "oneway")),
    args: asList(json.args ?? [], below(place, "args"), parseArgument),
    result: asString(json.result, below(place, "result")),
    zero: asString(json.zero, below(place, "zero")),
    ...(json.stream === undefined ? {} : { stream: parseStream(json.stream, below(place, "stream")) }),
  };
}

function parseStream(value: unknown, place: Place): ThriftStream {
  const json = asObject(value, place, ["kind", "type", "request", "response", "value"]);
  return {
    kind: asOneOf(json.kind, below(place, "kind"), ["server", "client", "bidi"]),
    type: asText(json.type, below(place, "type")),
    request: asText(json.request, below(place, "request")),
    response: asText(json.response, below(place, "response")),
    value: asString(json.value, below(place, "value")),
  };
}

function parseArgument(value: unknown, place: Place): ThriftArgument {
  const json = asObject(value, place, ["name", "type", "value"]);
  return {
    name: asText(json.name, below(place, "name")),
    type: asText(json.type, below(place, "type")),
    value: asString(json.value, below(place, "value")),
  };
}

function parseProblem(value: unknown, place: Place): ThriftProblem {
  const keys = ["file", "line", "column", "service", "name", "text", "hint"];
  const json = asObject(value, place, keys);
  const number = (key: "line" | "column") =>
    json[key] === undefined ? {} : { [key]: asNumber(json[key], below(place, key)) };
  const text = (key: "service" | "name" | "hint") =>
    json[key] === undefined ? {} : { [key]: asText(json[key], below(place, key)) };
  return {
    file: asString(json.file, below(place, "file")),
    text: asText(json.text, below(place, "text")),
    ...number("line"),
    ...number("column"),
    ...text("service"),
    ...text("name"),
    ...text("hint"),
  };
}
