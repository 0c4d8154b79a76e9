import { sortImports } from "../go/sort-imports.ts";

/** The stand-ins for the module path and the name that Go templates are written with. */
export const standIn = { module: "gomicro.example/service", name: "gomicro-service" } as const;

interface Names {
  readonly module: string;
  readonly name: string;
}

// One pass, so that a stand-in within the service's own module path is not replaced again.
const standIns = /gomicro\.example\/service(?![\w-]|\.\w)|(?<![\w.-])gomicro-service(?![\w-])/g;

/**
 * Turns a Go template into an emitted file: replaces the stand-ins and sorts the imports again, because the module
 * path affects their order.
 */
export function finishGo(text: string, { module, name }: Names): string {
  if (!text.includes("gomicro")) return sortImports(text);
  const named = text.replace(standIns, (found) => (found === standIn.module ? module : name));
  return sortImports(named);
}
