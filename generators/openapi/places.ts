import type { Route } from "../idl/http/routes.ts";

/** Where a route is in the document. */
export interface Place {
  /** `/v1/shelves/{shelvesId}:merge` */
  readonly path: string;
  /** One for each `{}` of the path, in order. */
  readonly slots: readonly Slot[];
}

/** A wildcard of a template: a parameter of the path. */
export interface Slot {
  readonly name: string;
  /** Place in the template's segments. */
  readonly segment: number;
}

/**
 * The places of all routes. OpenAPI takes two paths for one when they differ in the names of parameters alone, so the first
 * route names them for the others. It has nothing for `**`: that is one parameter, and more of them where another route has
 * the path with one; each such path is one that the service answers.
 */
export function placesOf(routes: readonly Route[], nameOf: NameSlot): ReadonlyMap<Route, Place> {
  const shapes = shapesOf(routes);
  const names = new Map<string, readonly Slot[]>();
  return new Map(
    routes.map((route) => {
      const shape = shapes.get(route) ?? [];
      const { verb, segments } = route.template;
      const suffix = verb === "" ? "" : `:${verb}`;
      const key = keyOf(route, shape);
      const wild = shape.filter((index) => isWild(segments[index]));
      const known = names.get(key) ?? named(wild, (index) => nameOf(route, index));
      names.set(key, known);
      const slots = wild.map((segment, index) => ({ name: known[index]?.name ?? "", segment }));
      const left = [...slots];
      const parts = shape.map((index) =>
        isWild(segments[index]) ? `{${left.shift()?.name ?? ""}}` : (segments[index] ?? ""),
      );
      return [route, { path: `/${parts.join("/")}${suffix}`, slots }];
    }),
  );
}

/** A name for a wildcard; it is made unique in its path. */
export type NameSlot = (route: Route, segment: number) => string;

/** Places of segments; `**` is there as often as it takes. */
type Shape = readonly number[];

function shapesOf(routes: readonly Route[]): ReadonlyMap<Route, Shape> {
  const open = (route: Route) => route.template.segments.includes("**");
  const taken = new Set<string>();
  const shapes = new Map<Route, Shape>();
  for (const route of [...routes.filter((one) => !open(one)), ...routes.filter(open)]) {
    const { segments } = route.template;
    const claimed = (shape: Shape) => `${route.binding.method} ${keyOf(route, shape)}`;
    let shape: Shape = segments.map((_, index) => index);
    while (taken.has(claimed(shape))) {
      const at = segments.indexOf("**");
      shape = [...shape.slice(0, at), at, ...shape.slice(at)];
    }
    taken.add(claimed(shape));
    shapes.set(route, shape);
  }
  return shapes;
}

function keyOf({ template: { segments, verb } }: Route, shape: Shape): string {
  const parts = shape.map((index) => (isWild(segments[index]) ? "*" : segments[index]));
  return `${parts.join("/")}:${verb}`;
}

export function isWild(segment: string | undefined): boolean {
  return segment === "*" || segment === "**";
}

function named(segments: readonly number[], nameOf: (segment: number) => string): readonly Slot[] {
  const used = new Set<string>();
  return segments.map((segment) => {
    const wanted = nameOf(segment);
    let name = wanted;
    for (let number = 2; used.has(name); number++) name = `${wanted}${number}`;
    used.add(name);
    return { name, segment };
  });
}
