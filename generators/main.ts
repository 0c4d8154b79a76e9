import type { Parts } from "./commands/parts.ts";
import type { World } from "./commands/world.ts";
import { version } from "./version.ts";

/** argv → command → one catch. Returns the exit status. What is not needed to print the version is loaded later. */
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
