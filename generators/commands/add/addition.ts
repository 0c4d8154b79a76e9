import type { AddGenerator } from "../../evolve/add-generator.ts";
import type { AddOptionName } from "../../evolve/add-generators.ts";
import { readService } from "../../evolve/read-service.ts";
import { readServiceIdl } from "../../evolve/service-idl.ts";
import { optionFlags } from "../../options/flag.ts";
import { settleOptions } from "../../options/settle-options.ts";
import { unexpectedArgument } from "../../options/unexpected-argument.ts";
import type { CommandInput } from "../command-input.ts";
import { evolveFlags } from "../flags.ts";
import { makeChanges, reportChanges } from "../generate/finish-evolution.ts";
import { type Evolution, proposeEvolution } from "../generate/propose-evolution.ts";
import { askWith } from "../generator/ask-with.ts";
import type { Generator, Proposed } from "../generator/generator.ts";
import { givenWords } from "../generator/given-words.ts";

/** The generator that adds to the IDL of the service in this folder and updates everything generated from it. */
export function addition(generator: AddGenerator<AddOptionName>): Generator {
  const { name, description, options, edit } = generator;
  const places = options.filter(({ given }) => given !== "flag");
  const usage = `gomicro ${name} ${places.map(({ value }) => `<${value}>`).join(" ")}`;
  return {
    name,
    description,
    action: name,
    flags: [...optionFlags(options), ...evolveFlags],
    readGiven: async ({ parsed }) => {
      const extra = parsed.positionals[places.length];
      if (extra !== undefined) throw unexpectedArgument(extra, `${usage}; everything else has a flag`);
      return { values: givenWords(options, parsed), from: {} };
    },
    parseGiven: (answers) => ({ values: textsOf(answers), from: {} }),
    needsPrompts: async (_, { values }) => options.some((option) => values[option.name] === undefined),
    propose: async ({ input, given, asker }) => {
      const { cwd } = input.world;
      readService(cwd);
      const idl = readServiceIdl(cwd);
      const values = await settleOptions({
        options,
        given,
        ask: askWith(asker, { yes: false, usage }),
        circumstances: (values) => ({ scope: { idl, values }, rules: null }),
      });
      return proposed(input, await proposeEvolution(input, edit({ idl, values })));
    },
  };
}

function textsOf(answers: object): Readonly<Record<string, readonly string[]>> {
  const texts = Object.entries(answers).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts.map(([name, text]) => [name, [text]]));
}

function proposed(input: CommandInput, evolution: Evolution): Proposed {
  const { service, changes } = evolution;
  const proposal: Proposed = {
    values: {},
    conflicts: false,
    review: async () => proposal,
    preview: () => reportChanges(input, evolution, false),
    apply: async () => {
      await makeChanges(input, evolution);
      return {
        message: `${service.root}: ${changes.write.length} files written`,
        report: () => reportChanges(input, evolution, true),
      };
    },
  };
  return proposal;
}
