import { UserError } from "../../error.ts";
import type { Given } from "../../options/settle-options.ts";
import type { Decision } from "../../plan/apply-plan.ts";
import type { CommandInput } from "../command-input.ts";
import { isPreview } from "../is-preview.ts";
import type { Asker } from "../terminal/create-asker.ts";
import { decide } from "./decide.ts";
import { summary } from "./print-preview.ts";
import { type Proposal, propose } from "./propose.ts";
import { showTree } from "./show-tree.ts";

/** A proposal that the user has seen and accepted. */
export interface Prepared {
  readonly proposal: Proposal;
  readonly decisions: ReadonlyMap<string, Decision>;
}

/**
 * Asks for the missing answers, shows the files they result in, and asks for confirmation before anything is written.
 */
export async function prepare(input: CommandInput, given: Given, asker: Asker): Promise<Prepared> {
  const { world, parts, parsed } = input;
  const presets = await parts.presets();
  const proposal = await propose({ input, given, ask: asker.ask, presets });
  if (isPreview(parsed)) return { proposal, decisions: new Map() };
  world.stderr.write(`\n${proposal.dir}/\n${showTree(proposal.compared, 2)}${summary(proposal)}\n\n`);
  const decisions = await decide(input, proposal, asker);
  if (!(await asker.confirm("Write them?"))) throw new UserError("declined", "nothing was written");
  return { proposal, decisions };
}
