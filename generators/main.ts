import type { Parts } from "./commands/parts.ts";
import type { World } from "./commands/world.ts";
import { version } from "./version.ts";

/**
 * Runs a command and reports any error: the one place that catches everything. Returns the exit status. Modules that
 * printing the version does not need are loaded later.
 */
export async function main(world: World, parts: () => Promise<Parts>): Promise<number> {
  if (world.argv.includes("--version")) {
    world.stdout.write(`${version}\n`);
    return 0;
  }
  try {
    const { runCommand } = await import("./run-command.ts");
    return await runCommand(world, await parts());
  } catch (error) {
    const { reportError } = await import("./commands/terminal/report-error.ts");
    return reportError(error, world);
  }
}
