import type { DescField, DescMethod } from "@bufbuild/protobuf";
import type { Route } from "../idl/http/routes.ts";
import { pathParameters } from "./path-parameters.ts";
import type { Place } from "./places.ts";
import { queryParameters } from "./query-parameters.ts";
import type { ReadComment } from "./schemas/comment-reader.ts";
import type { Schemas } from "./schemas/create-schemas.ts";
import type { FieldBehavior } from "./schemas/field-behavior.ts";
import { type FieldPath, resolvePath } from "./schemas/field-path.ts";
import type { Plain, Schema } from "./schemas/schema.ts";

export interface OperationSources {
  readonly route: Route;
  readonly place: Place;
  /** The descriptor of the method. */
  readonly described: DescMethod;
  readonly operationId: string;
  readonly schemas: Schemas;
  readonly comment: ReadComment;
  readonly behavior: (field: DescField) => FieldBehavior;
}

type Node = { readonly [key: string]: Plain };

/** Describes one route as an Operation Object of OpenAPI. */
export function operation(sources: OperationSources): Node {
  const { route, described, operationId, comment } = sources;
  const request = described.input;
  const streamed = route.method.kind === "client" || route.method.kind === "bidi";
  const query = streamed ? { parameters: [], cut: false } : queryOf(sources);
  const parameters = [
    ...pathParameters({ ...sources, request, schemas: sources.schemas.received }),
    ...query.parameters,
  ];
  const notes = [
    ...(streamed
      ? ["The method streams from the client, which plain HTTP can't carry: the answer is 501."]
      : []),
    ...(query.cut ? ["Further fields are query parameters too, by their paths."] : []),
  ];
  return {
    operationId,
    tags: [route.service.goName],
    ...texts(comment(described), notes),
    ...(described.deprecated || described.parent.deprecated ? { deprecated: true } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(streamed ? {} : bodyOf(sources)),
    responses: { ...(streamed ? notImplemented : answerOf(sources)), default: reference("Error") },
  };
}

const reference = (name: string) => ({ $ref: `#/components/responses/${name}` });
const notImplemented = { 501: reference("Error") };

/** The first sentence of the comment is the summary. The whole comment is the description if it is longer. */
function texts(comment: string, notes: readonly string[]): Node {
  const [paragraph = ""] = comment.split("\n\n");
  const line = paragraph.replaceAll("\n", " ");
  const summary = /^(.*?)[.](?=\s+[^\p{Ll}\s]|$)/u.exec(line)?.[1] ?? line;
  const more = comment === summary || comment === `${summary}.` ? [] : [comment];
  const description = [...more, ...notes].join("\n\n");
  return {
    ...(summary === "" ? {} : { summary }),
    ...(description === "" ? {} : { description }),
  };
}

/** The fields that the path sets. */
function inPath({ route, described }: OperationSources): readonly FieldPath[] {
  return route.template.variables.flatMap(({ field }) => {
    const path = resolvePath(described.input, field);
    return path === undefined ? [] : [path];
  });
}

/** The field that the body sets; undefined when the body is the whole request or absent. */
function bodyField({ route: { binding }, described }: OperationSources): DescField | undefined {
  return binding.body === "" || binding.body === "*"
    ? undefined
    : resolvePath(described.input, binding.body)?.at(-1);
}

function queryOf(sources: OperationSources) {
  if (sources.route.binding.body === "*") return { parameters: [], cut: false };
  const field = bodyField(sources);
  const bound = [...inPath(sources), ...(field === undefined ? [] : [[field]])];
  return queryParameters({
    ...sources,
    request: sources.described.input,
    bound,
    schemas: sources.schemas.received,
  });
}

function bodyOf(sources: OperationSources): Node {
  const { route, described, schemas } = sources;
  if (route.binding.body === "") return {};
  const field = bodyField(sources);
  const { received } = schemas;
  if (field !== undefined && field.fieldKind !== "message") return body(received.ofValue(field), true);
  const message = field === undefined ? described.input : field.message;
  const elsewhere = inPath(sources);
  const without = field === undefined ? elsewhere : below(field, elsewhere);
  const left = message.fields.length - without.filter(({ length }) => length === 1).length;
  return body(received.ofMessage(message, without), left > 0);
}

/** The body is not required when it has no fields of its own. */
function body(schema: Schema, required: boolean): Node {
  const content = { "application/json": { schema } };
  return { requestBody: { ...(required ? { required } : {}), content } };
}

/** The paths that lead into the field, relative to it. */
function below(field: DescField, paths: readonly FieldPath[]): readonly FieldPath[] {
  return paths.flatMap(([first, ...rest]) => (first === field && rest.length > 0 ? [rest] : []));
}

function answerOf({ route, described, schemas }: OperationSources): Node {
  const name = route.binding.responseBody;
  const field = name === "" ? undefined : resolvePath(described.output, name)?.at(-1);
  const schema =
    field === undefined ? schemas.answered.ofMessage(described.output) : schemas.answered.ofField(field);
  if (route.method.kind === "server") {
    const description =
      "Server-Sent Events: the data of each is of this schema. An event named error ends a stream that fails; its data is a google.rpc.Status.";
    return { 200: { description, content: { "text/event-stream": { schema } } } };
  }
  return { 200: { description: "OK", content: { "application/json": { schema } } } };
}
