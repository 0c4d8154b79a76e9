import type { NodePlopAPI } from "node-plop";
import { builtinParts } from "./builtin-parts.ts";
import { processWorld } from "./process-world.ts";
import { usePlop } from "./use-plop.ts";

/** The flags of plop itself that a plopfile is told about: `--dest` and `--force`. */
interface PlopConfig {
  readonly destBasePath?: string | undefined;
  readonly force?: boolean;
}

/**
 * The plopfile of this package, for `plop --plopfile node_modules/create-gomicro/dist/plopfile.js new -- shop
 * --store none` and for plopfiles that load this one.
 */
export default function plopfile(plop: NodePlopAPI, { destBasePath, force = false }: PlopConfig = {}): void {
  const { argv } = process;
  const own = argv.includes("--") ? argv.slice(argv.indexOf("--") + 1) : [];
  const world = processWorld({ argv: own, cwd: destBasePath ?? process.cwd() });
  usePlop({ plop, world, parts: builtinParts, force });
}
