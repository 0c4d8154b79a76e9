import { UserError } from "../../error.ts";
import { options } from "../../options/options.ts";
import { parseAnswersFile } from "../../options/parse-answers.ts";
import type { Decision } from "../../plan/apply-plan.ts";
import { builtinCatalogue } from "../builtin-catalogue.ts";
import type { CommandInput } from "../command-input.ts";
import { newFlags } from "../flags.ts";
import { askWith } from "../generator/ask-with.ts";
import type { Generator, Proposed } from "../generator/generator.ts";
import { carryOut } from "./carry-out.ts";
import { conflictsIn, decide } from "./decide.ts";
import { printPreview, summary } from "./print-preview.ts";
import { type Proposal, propose } from "./propose.ts";
import { readGiven } from "./read-given.ts";
import { reportDone, written } from "./report-done.ts";
import { showTree } from "./show-tree.ts";

/** The generator of services. */
export const serviceGenerator: Generator = {
  name: "new",
  description: "a Go microservice",
  action: "gomicro",
  flags: newFlags,
  readGiven,
  parseGiven: (answers) => parseAnswersFile(JSON.stringify(answers), "the answers"),
  needsPrompts: async ({ parts }, { values }) => {
    const scope = { values, catalogue: await builtinCatalogue(parts), here: "" };
    return options.some((option) => values[option.name] === undefined && option.when(scope));
  },
  propose: async ({ input, given, asker }) => {
    const ask = askWith(asker, { yes: input.parsed.flags.has("yes"), usage: "gomicro new [dir]" });
    const presets = asker === null ? [] : await input.parts.presets();
    return proposed(input, await propose({ input, given, ask, presets }), new Map());
  },
};

function proposed(
  input: CommandInput,
  proposal: Proposal,
  decisions: ReadonlyMap<string, Decision>,
): Proposed {
  const { world } = input;
  return {
    values: { ...proposal.values },
    conflicts: conflictsIn(proposal.compared).length > 0,
    review: async (asker, { confirm }) => {
      if (confirm) {
        const tree = showTree(proposal.compared, 2);
        world.stderr.write(`\n${proposal.dir}/\n${tree}${summary(proposal)}\n\n`);
      }
      const decisions = await decide(input, proposal, asker);
      if (confirm && !(await asker.confirm("Write them?"))) {
        throw new UserError("declined", "nothing was written");
      }
      return proposed(input, proposal, decisions);
    },
    preview: () => printPreview(input, proposal),
    apply: async () => {
      const outcome = await carryOut(input, proposal, decisions);
      return {
        message: `${proposal.target}: ${written(outcome)}`,
        report: () => reportDone(input, proposal, outcome),
      };
    },
  };
}
