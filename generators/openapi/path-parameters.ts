import type { DescMessage } from "@bufbuild/protobuf";
import type { PathVariable } from "../idl/http/route-template.ts";
import type { Route } from "../idl/http/routes.ts";
import { isWild, type Place, type Slot } from "./places.ts";
import type { SchemasOf } from "./schemas/create-schemas.ts";
import { jsonPath, resolvePath } from "./schemas/field-path.ts";
import type { Plain } from "./schemas/schema.ts";

/**
 * The name of a wildcard: the field that it sets, or, where it is only a part of a field, the preceding literal with
 * `Id`, as in Google's discovery documents: `{name=shelves/*}` is `shelves/{shelvesId}`.
 */
export function nameSlot({ template }: Route, segment: number, request: DescMessage): string {
  const variable = variableAt(template.variables, segment);
  if (variable !== undefined && isWhole(variable)) return fieldName(variable, request);
  const before = template.segments[segment - 1];
  const literal = before === undefined || isWild(before) ? "" : camelCase(before);
  const otherwise = variable === undefined ? "segment" : fieldName(variable, request);
  return `${literal === "" ? otherwise : literal}Id`;
}

function camelCase(literal: string): string {
  const [first = "", ...rest] = literal.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}

interface PathSources {
  readonly route: Route;
  readonly place: Place;
  readonly request: DescMessage;
  readonly schemas: Pick<SchemasOf, "ofValue" | "describe">;
}

/** The parameters of a route's path. */
export function pathParameters({ route, place, request, schemas }: PathSources): readonly Plain[] {
  const { variables, segments } = route.template;
  return place.slots.map(({ name, segment }): Plain => {
    const variable = variableAt(variables, segment);
    const many = segments[segment] === "**" ? open : "";
    const parameter = { name, in: "path", required: true };
    if (variable === undefined || !isWhole(variable) || slotsAt(segment).length > 1) {
      const part =
        variable === undefined ? "" : `Part of ${fieldName(variable, request)}: ${written(variable)}.`;
      return { ...parameter, ...described([part, many]), schema: { type: "string", minLength: 1 } };
    }
    const field = resolvePath(request, variable.field)?.at(-1);
    const own = fieldName(variable, request);
    const schema = field === undefined ? { type: "string" } : schemas.ofValue(field);
    const texts = [
      own === name ? "" : `Sets ${own}.`,
      field === undefined ? "" : schemas.describe(field),
      many,
    ];
    return { ...parameter, ...described(texts), schema };
  });

  /** The field's value, composed of the parameters. */
  function written({ from, to }: PathVariable): string {
    const parts = segments.slice(from, to).map((segment, index) => {
      const names = slotsAt(from + index).map(({ name }) => `{${name}}`);
      return isWild(segment) ? names.join("/") : segment;
    });
    return `\`${parts.join("/")}\``;
  }

  /** The parameters of a segment; `**` may have several. */
  function slotsAt(segment: number): readonly Slot[] {
    return place.slots.filter((slot) => slot.segment === segment);
  }
}

const open =
  "Any number of segments, with slashes between them that are not escaped: what OpenAPI has no words for.";

function described(texts: readonly string[]): { readonly description?: string } {
  const description = texts.filter((text) => text !== "").join("\n\n");
  return description === "" ? {} : { description };
}

function variableAt(variables: readonly PathVariable[], segment: number): PathVariable | undefined {
  return variables.find(({ from, to }) => from <= segment && segment < to);
}

function isWhole({ from, to }: PathVariable): boolean {
  return to - from === 1;
}

function fieldName({ field }: PathVariable, request: DescMessage): string {
  const path = resolvePath(request, field);
  return path === undefined ? field : jsonPath(path);
}
