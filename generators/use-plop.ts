import type { NodePlopAPI } from "node-plop";
import { givenFields } from "./commands/add/given-fields.ts";
import { proposeAddition } from "./commands/add/propose-addition.ts";
import { registerAddGenerator } from "./commands/add/register-add-generator.ts";
import type { CommandInput } from "./commands/command-input.ts";
import type { FlagName } from "./commands/flags.ts";
import { evolveFlags, fieldFlags } from "./commands/flags.ts";
import { makeChanges } from "./commands/generate/finish-evolution.ts";
import { carryOut } from "./commands/new/carry-out.ts";
import { needsPrompts } from "./commands/new/needs-prompts.ts";
import { type Prepared, prepare } from "./commands/new/prepare.ts";
import { propose } from "./commands/new/propose.ts";
import { readGiven } from "./commands/new/read-given.ts";
import { registerServiceGenerator } from "./commands/new/register-service-generator.ts";
import { written } from "./commands/new/report-done.ts";
import type { Parts } from "./commands/parts.ts";
import { isInteractive } from "./commands/terminal/is-interactive.ts";
import { noAsk } from "./commands/terminal/no-ask.ts";
import type { World } from "./commands/world.ts";
import { newFlags } from "./commands.ts";
import { addGenerators } from "./evolve/add-generators.ts";
import type { Flag } from "./options/flag.ts";
import { parseAnswersFile } from "./options/parse-answers.ts";
import { parseFlags } from "./options/parse-flags.ts";
import type { Given } from "./options/settle-options.ts";

interface PlopUse {
  readonly plop: NodePlopAPI;
  /** Its argv holds the words after `--`, which are the flags of `new`. */
  readonly world: World;
  readonly parts: Parts;
  /** Whether plop was started with `--force`. */
  readonly force: boolean;
}

/** Registers the generators with a plop that the user started. What the words after `--` leave open is asked for. */
export function usePlop({ plop, world, parts, force }: PlopUse): void {
  // Flags are parsed when a generator runs, because each generator has its own.
  const inputOf = (flags: readonly Flag<FlagName>[]): CommandInput => {
    const parsed = parseFlags(world.argv, flags);
    return { world, parts, parsed: force ? withForce(parsed) : parsed };
  };
  const forNew = () => inputOf(newFlags());
  registerServiceGenerator(plop, {
    prepare: async () => {
      const input = forNew();
      const given = await readGiven(input);
      if (!(await needsPrompts(input, given))) return unasked(input, given);
      const { createAsker } = await import("./commands/terminal/create-asker.ts");
      return prepare(input, given, createAsker(world));
    },
    plan: (answers) => unasked(forNew(), parseAnswersFile(JSON.stringify(answers), "the answers")),
    finish: async ({ proposal, decisions }) => {
      const outcome = await carryOut(forNew(), proposal, decisions);
      return `${proposal.target}: ${written(outcome)}`;
    },
  });
  for (const generator of Object.values(addGenerators)) {
    const forAdd = () => inputOf([...fieldFlags(generator.fields), ...evolveFlags]);
    registerAddGenerator(plop, generator, {
      prepare: async () => {
        const input = forAdd();
        const asker = isInteractive(input)
          ? (await import("./commands/terminal/create-asker.ts")).createAsker(world)
          : null;
        return proposeAddition({ input, generator, given: givenFields(generator, input.parsed), asker });
      },
      plan: (answers) => proposeAddition({ input: forAdd(), generator, given: answers, asker: null }),
      finish: async (evolution) => {
        await makeChanges({ world }, evolution);
        return `${evolution.service.root}: ${evolution.changes.write.length} files written`;
      },
    });
  }
}

function withForce({ flags, positionals }: CommandInput["parsed"]): CommandInput["parsed"] {
  return { flags: new Map([...flags, ["force", []]]), positionals };
}

async function unasked(input: CommandInput, given: Given): Promise<Prepared> {
  const ask = noAsk({ yes: input.parsed.flags.has("yes") });
  return { proposal: await propose({ input, given, ask, presets: [] }), decisions: new Map() };
}
