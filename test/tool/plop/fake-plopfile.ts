import type { NodePlopAPI } from "node-plop";
import { processWorld } from "../../../generators/process-world.ts";
import { usePlop } from "../../../generators/use-plop.ts";
import { fakeParts } from "../../unit/cli/fake-parts.ts";

/** As `plopfile.ts`, with the small generator. */
export default function plopfile(
  plop: NodePlopAPI,
  { destBasePath = process.cwd(), force = false } = {},
): void {
  const { argv } = process;
  const own = argv.includes("--") ? argv.slice(argv.indexOf("--") + 1) : [];
  usePlop({ plop, world: processWorld({ argv: own, cwd: destBasePath }), parts: fakeParts(), force });
}
