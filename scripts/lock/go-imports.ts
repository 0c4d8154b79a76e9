import type { PlanSources } from "../../generators/plan/plan-service.ts";
import { composeTree } from "../../generators/plan/plan-service.ts";

interface ImportSources extends Pick<PlanSources, "layers" | "answers" | "idl" | "facts"> {
  /** Only files below this folder. */
  readonly below?: string;
}

const emptyLock = { go: "1.26.0", lines: { mod: [], sum: [] }, services: {}, imports: {}, tools: {} };

/** The packages of other modules that a service's Go files import, tests included; sorted. */
export function goImports({ below = "", ...sources }: ImportSources): readonly string[] {
  const files = composeTree({ ...sources, modules: emptyLock, version: "0.0.0", requirements: [] });
  const go = files.filter(({ path }) => path.startsWith(below) && path.endsWith(".go"));
  const paths = go.flatMap(({ content }) => importsOf(content));
  const outside = (path: string) =>
    path.split("/")[0]?.includes(".") && !inModule(path, sources.answers.module);
  return [...new Set(paths.filter(outside))].sort();
}

function inModule(path: string, module: string): boolean {
  return path === module || path.startsWith(`${module}/`);
}

function importsOf(source: string): readonly string[] {
  const blocks = [...source.matchAll(/^import \(\n([\s\S]*?)^\)/gm)].map((match) => match[1] ?? "");
  const single = [...source.matchAll(/^import (.*)$/gm)].map((match) => match[1] ?? "");
  return [...blocks.join("\n").split("\n"), ...single].flatMap((line) => /"([^"]+)"/.exec(line)?.[1] ?? []);
}
