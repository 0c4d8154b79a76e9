import nodePlop from "node-plop";
import { addGenerators } from "../../evolve/add-generators.ts";
import { didYouMean, nearest } from "../../options/did-you-mean.ts";
import { usageError } from "../../options/usage-error.ts";
import type { CommandInput } from "../command-input.ts";
import { finishEvolution } from "../generate/finish-evolution.ts";
import { isInteractive } from "../terminal/is-interactive.ts";
import { givenFields } from "./given-fields.ts";
import { proposeAddition } from "./propose-addition.ts";
import { registerAddGenerator } from "./register-add-generator.ts";

/**
 * Adds to the IDL of the service in this folder and updates everything that is generated from it. node-plop runs our
 * prompts and our action.
 */
export async function run(input: CommandInput): Promise<number> {
  const [word = "", ...positionals] = input.parsed.positionals;
  const generator = addGenerators[word];
  if (generator === undefined) throw unknownAddition(word);
  const given = givenFields(generator, { ...input.parsed, positionals });
  const acts: Promise<number>[] = [];
  const plop = await nodePlop(undefined, { destBasePath: input.world.cwd, force: false });
  registerAddGenerator(plop, generator, {
    prepare: async () => {
      const asker = isInteractive(input)
        ? (await import("../terminal/create-asker.ts")).createAsker(input.world)
        : null;
      return proposeAddition({ input, generator, given, asker });
    },
    plan: (answers) => proposeAddition({ input, generator, given: answers, asker: null }),
    finish: async (evolution) => {
      const act = finishEvolution(input, evolution);
      acts.push(act);
      await act;
      return generator.name;
    },
  });
  const made = plop.getGenerator(generator.name);
  await made.runActions(await made.runPrompts());
  // plop reports a failure as text only. The promise still holds the error.
  const [status = 0] = await Promise.all(acts);
  return status;
}

function unknownAddition(word: string) {
  const names = Object.keys(addGenerators);
  const meant = nearest(word, names);
  const all = names.map((name) => `gomicro add ${name}`).join(", ");
  return usageError({
    code: "unknown-addition",
    message: word === "" ? "nothing to add" : `can't add ${JSON.stringify(word)}`,
    hint: didYouMean(meant, all),
  });
}
