import nodePlop from "node-plop";
import type { Given } from "../../options/settle-options.ts";
import type { CommandInput } from "../command-input.ts";
import { finishRun } from "./finish-run.ts";
import type { Generator } from "./generator.ts";
import { registerGenerator } from "./register-generator.ts";

/** The interactive run: node-plop runs our prompts and our action. */
export async function runWithPlop(input: CommandInput, generator: Generator, given: Given): Promise<void> {
  const acts: Promise<void>[] = [];
  const plop = await nodePlop(undefined, { destBasePath: input.world.cwd, force: false });
  registerGenerator(plop, generator, {
    input: () => input,
    given: async () => given,
    finish: async (_, proposed) => {
      const act = finishRun(input, proposed);
      acts.push(act);
      await act;
      return generator.name;
    },
  });
  const made = plop.getGenerator(generator.name);
  await made.runActions(await made.runPrompts());
  // plop reports a failure as text only. The promise still holds the error.
  await Promise.all(acts);
}
