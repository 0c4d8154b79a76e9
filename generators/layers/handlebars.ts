import type Handlebars from "handlebars";
import { UserError } from "../error.ts";
import type { View } from "./view.ts";

export type Engine = typeof Handlebars;
export type Render = (view: View) => string;

/**
 * How templates are compiled, ahead of time and at run time. `strict` refuses missing names, `noEscape` because nothing here is
 * HTML, and only the helpers below exist: `log` would write to the console, `lookup` and block calls reach anything.
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

/** An engine of our own: Handlebars keeps helpers on the instance, and the default one belongs to everybody in the process. */
export function createEngine(handlebars: Engine): Engine {
  const engine = handlebars.create();
  for (const name of ["log", "lookup", "with", "helperMissing", "blockHelperMissing"])
    engine.unregisterHelper(name);
  for (const name of ["if", "unless", "each"]) {
    const original = engine.helpers[name];
    if (original === undefined) continue;
    // `strict` covers output alone: `{{#if misspelt}}` would be silently false.
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
  // A JSON string is a Go, YAML and TOML string too, but for what JSON leaves unescaped; view texts have no such characters.
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

/** Compiles when first rendered: a layer that is loaded and not used costs nothing. */
export function lazyTemplate(engine: Engine, text: string): Render {
  let template: Render | undefined;
  return (view) => {
    template ??= engine.compile<View>(text, compileOptions);
    return template(view);
  };
}

/** Says which template failed; the messages of Handlebars name the place in it. */
export function rendered(render: Render, view: View, source: string): string {
  try {
    return render(view);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError("template", `${source}: ${reason}`, { cause });
  }
}
