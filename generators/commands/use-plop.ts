import type { NodePlopAPI } from "node-plop";
import { parseAnswersFile } from "../options/parse-answers.ts";
import { parseFlags } from "../options/parse-flags.ts";
import type { Given } from "../options/settle.ts";
import type { Parts } from "../parts.ts";
import { carryOut } from "./carry-out.ts";
import { type CommandInput, commands } from "./commands.ts";
import { asks, givenOf } from "./new.ts";
import { noAsk } from "./no-ask.ts";
import { registerGenerators } from "./plop-generators.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { propose } from "./propose.ts";
import { written } from "./report-done.ts";
import type { World } from "./world.ts";

interface PlopUse {
  readonly plop: NodePlopAPI;
  /** Its argv holds the words after `--`: the flags of `new`. */
  readonly world: World;
  readonly parts: Parts;
  /** plop's own `--force`. */
  readonly force: boolean;
}

/** The generators for somebody else's plop. What the words after `--` leave open is asked for. */
export function usePlop({ plop, world, parts, force }: PlopUse): void {
  const { flags, positionals } = parseFlags(world.argv, commands.new.flags());
  const parsed = { flags: force ? new Map([...flags, ["force", []]]) : flags, positionals };
  const input: CommandInput = { world, parts, parsed };
  registerGenerators(plop, {
    prepare: async () => {
      const given = await givenOf(input);
      if (!(await asks(input, given))) return unasked(input, given);
      const { createAsker } = await import("./ask.ts");
      return prepare(input, given, createAsker(world));
    },
    plan: (answers) => unasked(input, parseAnswersFile(JSON.stringify(answers), "the answers")),
    finish: async ({ proposal, decisions }) => {
      const outcome = await carryOut(input, proposal, decisions);
      return `${proposal.target}: ${written(outcome)}`;
    },
  });
}

async function unasked(input: CommandInput, given: Given): Promise<Prepared> {
  const ask = noAsk({ yes: input.parsed.flags.has("yes") });
  return { proposal: await propose({ input, given, ask, presets: [] }), decisions: new Map() };
}
