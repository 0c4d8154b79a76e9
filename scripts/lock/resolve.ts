import type { LockedFiles } from "../../generators/modules/module-lock.ts";
import { type GoModule, tidy } from "./tidy.ts";

/** Exact versions by module path. */
export type Pins = Readonly<Record<string, string>>;

export interface Unresolved extends Omit<GoModule, "versions"> {
  readonly pins: Pins;
}

/**
 * The tidy go.mod and go.sum of one module. Only pins of modules that it uses take part, so a pin that another framework needs cannot
 * change the result: minimal version selection starts from the modules that provide its imports, and each further pinned module
 * that the result requires joins them until there is none. A module without a pin has the version that Go selects.
 */
export async function resolve({ pins, ...module }: Unresolved, run = tidy): Promise<LockedFiles> {
  let used = new Set([...module.packages, ...module.tools].map((path) => providerOf(path, pins)));
  for (;;) {
    const versions = pinned(used, pins);
    const { mod, sum, graph } = await run({ ...module, versions });
    const selected = requirements(mod);
    const known = [...selected.keys()].filter((path) => path in pins);
    const missing = known.filter((path) => !used.has(path));
    if (missing.length === 0) {
      for (const path of known) {
        const version = selected.get(path);
        if (version !== pins[path]) throw new Error(raised({ path, pin: pins[path], version, graph }));
      }
      return { mod, sum };
    }
    used = new Set([...used, ...missing]);
  }
}

/** The pins that decide the result, given the go.mod of the last one: of what is imported, and of what it requires. */
export function decidingPins({ pins, packages, tools }: Unresolved, mod: string): Pins {
  const providers = [...packages, ...tools].map((path) => providerOf(path, pins));
  const required = [...requirements(mod).keys()].filter((path) => path in pins);
  return pinned(new Set([...providers, ...required]), pins);
}

/** The pinned module with the longest path that contains a package. */
function providerOf(path: string, pins: Pins): string {
  const [found] = Object.keys(pins)
    .filter((module) => path === module || path.startsWith(`${module}/`))
    .sort((a, b) => b.length - a.length);
  if (found === undefined)
    throw new Error(`${path} is imported, but generators/modules/universe.json pins no module for it`);
  return found;
}

function pinned(paths: ReadonlySet<string>, pins: Pins): Pins {
  return Object.fromEntries(Object.entries(pins).filter(([path]) => paths.has(path)));
}

function requirements(mod: string): ReadonlyMap<string, string> {
  const found = [...mod.matchAll(/^(?:require |\t)(\S+) (v\S+)/gm)];
  return new Map(found.map(([, path = "", version = ""]) => [path, version]));
}

interface Raised {
  readonly path: string;
  readonly pin: string | undefined;
  readonly version: string | undefined;
  readonly graph: string;
}

function raised({ path, pin, version, graph }: Raised): string {
  const edge = graph
    .split("\n")
    .find((line) => line.includes("@") && line.endsWith(` ${path}@${version}`) && /^\S+@/.test(line));
  return `${path} is pinned at ${pin}, but ${version} is selected: ${edge?.split(" ")[0] ?? "an import"} requires it`;
}
