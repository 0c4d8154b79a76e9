import { main } from "../../../generators/main.ts";
import { processWorld } from "../../../generators/process-world.ts";
import { fakeParts } from "../cli/fake-parts.ts";

/** As `cli.ts`, with the small generator; `SLOW` gives the IDL that many milliseconds, so that there is time to interrupt. */
const parts = fakeParts();
const world = processWorld({ argv: process.argv.slice(2), cwd: process.cwd() });
process.exitCode = await main({ ...world, program: "create-gomicro" }, async () => ({
  ...parts,
  idl: async (request) => {
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.SLOW ?? 0)));
    return parts.idl(request);
  },
}));
