import type Handlebars from "handlebars";
import { UserError } from "../error.ts";
import type { View } from "./view.ts";

export type Engine = typeof Handlebars;
export type Render = (view: View) => string;

/**
 * The options for compiling templates, at build time and at run time. `strict` refuses missing names; `noEscape`
 * because no output is HTML. Only the helpers below exist: `log` would write to the console, and `lookup` and block
 * calls would reach any property.
 */
export const compileOptions = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: {
    helperMissing: false,
    blockHelperMissing: false,
    log: false,
    lookup: false,
    with: false,
    eq: true,
    has: true,
    not: true,
    and: true,
    or: true,
    quote: true,
  },
};

/**
 * Creates an isolated engine: Handlebars keeps helpers on the instance, and the default instance is shared by the
 * whole process.
 */
export function createEngine(handlebars: Engine): Engine {
  const engine = handlebars.create();
  for (const name of ["log", "lookup", "with", "helperMissing", "blockHelperMissing"])
    engine.unregisterHelper(name);
  for (const name of ["if", "unless", "each"]) {
    const original = engine.helpers[name];
    if (original === undefined) continue;
    // `strict` covers only output: `{{#if misspelt}}` would silently be false.
    engine.registerHelper(name, function (this: unknown, value: unknown, ...rest: unknown[]): unknown {
      const result: unknown = Reflect.apply(original, this, [given(name, value), ...rest]);
      return result;
    });
  }
  engine.registerHelper("eq", (a: unknown, b: unknown) => given("eq", a) === given("eq", b));
  engine.registerHelper("has", (list: unknown, item: unknown) => {
    if (!Array.isArray(list)) throw new Error("has: the first argument is not a list");
    return list.includes(given("has", item));
  });
  engine.registerHelper("not", (value: unknown) => !truthy(given("not", value)));
  engine.registerHelper(
    "and",
    (a: unknown, b: unknown) => truthy(given("and", a)) && truthy(given("and", b)),
  );
  engine.registerHelper("or", (a: unknown, b: unknown) => truthy(given("or", a)) || truthy(given("or", b)));
  // A JSON string is also a Go, YAML and TOML string, except for characters that JSON does not escape and that no view
  // text has.
  engine.registerHelper("quote", (value: unknown) => JSON.stringify(String(given("quote", value))));
  return engine;
}

function given(helper: string, value: unknown): unknown {
  if (value === undefined) throw new Error(`${helper}: an argument is not defined`);
  return value;
}

function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Compiles a template when it is first rendered, so that unused templates cost nothing. */
export function lazyTemplate(engine: Engine, text: string): Render {
  let template: Render | undefined;
  return (view) => {
    template ??= engine.compile<View>(text, compileOptions);
    return template(view);
  };
}

/** Renders a template, and names it in the error if that fails. Handlebars' own message names the place. */
export function rendered(render: Render, view: View, source: string): string {
  try {
    return render(view);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError("template", `${source}: ${reason}`, { cause });
  }
}
