import type { NodePlopAPI } from "node-plop";
import { addition } from "./commands/add/addition.ts";
import type { CommandInput } from "./commands/command-input.ts";
import type { Generator } from "./commands/generator/generator.ts";
import { registerGenerator } from "./commands/generator/register-generator.ts";
import { isPreview } from "./commands/is-preview.ts";
import { serviceGenerator } from "./commands/new/service-generator.ts";
import type { Parts } from "./commands/parts.ts";
import type { World } from "./commands/world.ts";
import { addGenerators } from "./evolve/add-generators.ts";
import { parseFlags } from "./options/parse-flags.ts";

interface PlopUse {
  readonly plop: NodePlopAPI;
  /** Its argv holds the words after `--`, which are the arguments and flags of the generator. */
  readonly world: World;
  readonly parts: Parts;
  /** Whether plop was started with `--force`. */
  readonly force: boolean;
}

const generators: readonly Generator[] = [serviceGenerator, ...Object.values(addGenerators).map(addition)];

/** Registers the generators with a plop that the user started. What the words after `--` leave open is asked for. */
export function usePlop({ plop, world, parts, force }: PlopUse): void {
  for (const generator of generators) {
    registerGenerator(plop, generator, {
      input: () => {
        const parsed = parseFlags(world.argv, generator.flags);
        return { world, parts, parsed: force ? withForce(parsed) : parsed };
      },
      given: generator.readGiven,
      finish: async ({ parsed }, proposed) => {
        if (!isPreview(parsed)) return (await proposed.apply()).message;
        proposed.preview();
        return "nothing was written";
      },
    });
  }
}

function withForce({ flags, positionals }: CommandInput["parsed"]): CommandInput["parsed"] {
  return { flags: new Map([...flags, ["force", []]]), positionals };
}
