import type { CommandInput } from "../command-input.ts";

/** Whether questions can be asked: on a terminal, unless `--yes` or `--json` is given. */
export function isInteractive({ world, parsed }: Pick<CommandInput, "world" | "parsed">): boolean {
  const terminal = world.stdin.isTTY === true && world.stderr.isTTY === true;
  return terminal && !parsed.flags.has("yes") && !parsed.flags.has("json");
}
