import { exitStatus } from "../../error.ts";
import type { Decision } from "../../plan/apply-plan.ts";
import type { CommandInput } from "../command-input.ts";
import { isPreview } from "../is-preview.ts";
import { isInteractive } from "../terminal/is-interactive.ts";
import { noAsk } from "../terminal/no-ask.ts";
import { carryOut } from "./carry-out.ts";
import { conflictsIn, decide } from "./decide.ts";
import { needsPrompts } from "./needs-prompts.ts";
import { printPreview } from "./print-preview.ts";
import { type Proposal, propose } from "./propose.ts";
import { readGiven } from "./read-given.ts";
import { reportDone } from "./report-done.ts";

/** Creates a service. */
export async function run(input: CommandInput): Promise<number> {
  const given = await readGiven(input);
  if (await needsPrompts(input, given)) {
    const { runWithPlop } = await import("./new-with-plop.ts");
    return runWithPlop(input, given);
  }
  const yes = input.parsed.flags.has("yes");
  const proposal = await propose({ input, given, ask: noAsk({ yes }), presets: [] });
  if (isPreview(input.parsed)) {
    printPreview(input, proposal);
  } else {
    reportDone(input, proposal, await carryOut(input, proposal, await decisionsOn(input, proposal)));
  }
  return exitStatus.done;
}

/** Even when every answer is given, an interactive user decides about files that exist. */
async function decisionsOn(input: CommandInput, proposal: Proposal): Promise<ReadonlyMap<string, Decision>> {
  if (!isInteractive(input) || conflictsIn(proposal.compared).length === 0) return new Map();
  const { createAsker } = await import("../terminal/create-asker.ts");
  return decide(input, proposal, createAsker(input.world));
}
