import { main } from "../../../generators/main.ts";
import { processWorld } from "../../../generators/process-world.ts";
import { fakeParts } from "../../unit/cli/fake-parts.ts";

/** As `cli.ts`, with the small generator. Its IDL takes until the run is interrupted with `BUSY=until-interrupted`, for ever with `BUSY=for-ever`. */
const parts = fakeParts();
const world = processWorld({ argv: process.argv.slice(2), cwd: process.cwd() });
process.exitCode = await main({ ...world, program: "create-gomicro" }, async () => ({
  ...parts,
  idl: async (request) => {
    if (process.env.BUSY !== undefined) await busy(request.run.signal);
    return parts.idl(request);
  },
}));

/** Keeps the process alive meanwhile. */
async function busy(signal: AbortSignal): Promise<void> {
  const alive = setInterval(() => {}, 60_000);
  await new Promise<void>((resolve) => {
    if (process.env.BUSY === "until-interrupted") signal.addEventListener("abort", () => resolve());
  });
  clearInterval(alive);
}
