import { exitStatus } from "../../error.ts";
import type { CommandInput } from "../command-input.ts";
import { isPreview } from "../is-preview.ts";
import { isInteractive } from "../terminal/is-interactive.ts";
import { finishRun } from "./finish-run.ts";
import type { Generator, Proposed } from "./generator.ts";

/** Runs a generator as a command: through plop if there is something to ask, which costs 150 ms, else directly. */
export async function runGenerator(input: CommandInput, generator: Generator): Promise<number> {
  const given = await generator.readGiven(input);
  if (isInteractive(input) && (await generator.needsPrompts(input, given))) {
    const { runWithPlop } = await import("./run-with-plop.ts");
    await runWithPlop(input, generator, given);
  } else {
    const proposed = await generator.propose({ input, given, asker: null });
    await finishRun(input, await decided(input, proposed));
  }
  return exitStatus.done;
}

/** Even when every answer is given, an interactive user decides about files that exist. */
async function decided(input: CommandInput, proposed: Proposed): Promise<Proposed> {
  if (!proposed.conflicts || isPreview(input.parsed) || !isInteractive(input)) return proposed;
  const { createAsker } = await import("../terminal/create-asker.ts");
  return proposed.review(createAsker(input.world), { confirm: false });
}
