import { sortImports } from "../go/sort-imports.ts";

/** The stand-ins that real Go templates are written with. */
export const standIn = { module: "gomicro.example/service", name: "gomicro-service" } as const;

interface Names {
  readonly module: string;
  readonly name: string;
}

// One pass, so that a module path that contains a stand-in is not replaced again.
const standIns = /gomicro\.example\/service(?![\w-]|\.\w)|(?<![\w.-])gomicro-service(?![\w-])/g;

/** A Go template as it is emitted: stand-ins replaced, imports sorted again, as the module's path moves its own lines. */
export function finishGo(text: string, { module, name }: Names): string {
  if (!text.includes("gomicro")) return sortImports(text);
  const named = text.replace(standIns, (found) => (found === standIn.module ? module : name));
  return sortImports(named);
}
