import nodePlop from "node-plop";
import { exitStatus } from "../../error.ts";
import type { Given } from "../../options/settle-options.ts";
import type { CommandInput } from "../command-input.ts";
import { isPreview } from "../is-preview.ts";
import { createAsker } from "../terminal/create-asker.ts";
import { carryOut } from "./carry-out.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { printPreview } from "./print-preview.ts";
import { registerServiceGenerator } from "./register-service-generator.ts";
import { reportDone } from "./report-done.ts";
import { serviceGenerator } from "./service-generator.ts";

/** The interactive run: node-plop runs our prompts and our action. */
export async function runWithPlop(input: CommandInput, given: Given): Promise<number> {
  const { cwd } = input.world;
  const acts: Promise<string>[] = [];
  const plop = await nodePlop(undefined, { destBasePath: cwd, force: false });
  registerServiceGenerator(plop, {
    prepare: () => prepare(input, given, createAsker(input.world)),
    plan: () => prepare(input, given, createAsker(input.world)),
    finish: (prepared) => {
      const act = finish(input, prepared);
      acts.push(act);
      return act;
    },
  });
  const generator = plop.getGenerator(serviceGenerator.name);
  await generator.runActions(await generator.runPrompts());
  // plop reports a failure as text only. The promise still holds the error.
  await Promise.all(acts);
  return exitStatus.done;
}

async function finish(input: CommandInput, { proposal, decisions }: Prepared): Promise<string> {
  if (isPreview(input.parsed)) printPreview(input, proposal);
  else reportDone(input, proposal, await carryOut(input, proposal, decisions));
  return proposal.target;
}
