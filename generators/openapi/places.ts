import type { Route } from "../idl/http/routes.ts";

/** The place of a route in the document. */
export interface Place {
  /** The path, such as `/v1/shelves/{shelvesId}:merge`. */
  readonly path: string;
  /** One slot for each parameter of the path, in order. */
  readonly slots: readonly Slot[];
}

/** A wildcard of a template, which is a parameter of the path. */
export interface Slot {
  readonly name: string;
  /** The index of the segment in the template. */
  readonly segment: number;
}

/**
 * Assigns a place to every route. OpenAPI treats paths that differ only in parameter names as the same path, so the
 * first route names the parameters for all. OpenAPI can't express `**`: it becomes one parameter, or more of them
 * where another route already has the path with one. The service answers each of these paths.
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

/** Proposes a name for a wildcard. It is made unique in its path. */
export type NameSlot = (route: Route, segment: number) => string;

/** Indexes of segments, in which `**` may be repeated. */
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
