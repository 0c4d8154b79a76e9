import { addGenerators } from "../../evolve/add-generators.ts";
import { didYouMean, nearest } from "../../options/did-you-mean.ts";
import { usageError } from "../../options/usage-error.ts";
import type { CommandInput } from "../command-input.ts";
import { runGenerator } from "../generator/run-generator.ts";
import { addition } from "./addition.ts";

/** Adds to the IDL of the service in this folder. */
export async function run(input: CommandInput): Promise<number> {
  const [word = "", ...positionals] = input.parsed.positionals;
  const generator = addGenerators[word];
  if (generator === undefined) throw unknownAddition(word);
  return runGenerator({ ...input, parsed: { ...input.parsed, positionals } }, addition(generator));
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
