import type { AddGenerator, FieldValues } from "../../evolve/add-field.ts";
import { readService } from "../../evolve/read-service.ts";
import { readServiceIdl } from "../../evolve/service-idl.ts";
import type { Parsed } from "../../options/parse-flags.ts";
import { usageError } from "../../options/usage-error.ts";
import type { CommandInput } from "../command-input.ts";
import { type Evolution, proposeEvolution } from "../generate/propose-evolution.ts";
import type { Asker } from "../terminal/ask.ts";
import { settleFields } from "./settle-fields.ts";

interface AddSources {
  readonly input: CommandInput;
  readonly generator: AddGenerator;
  readonly given: FieldValues;
  readonly asker: Asker | null;
}

/** From what was given to what would change; nothing is written. */
export async function proposeAddition({ input, generator, given, asker }: AddSources): Promise<Evolution> {
  const { cwd } = input.world;
  readService(cwd);
  const idl = readServiceIdl(cwd);
  const values = await settleFields({ generator, idl, given, asker });
  return proposeEvolution(input, generator.edit({ idl, values }));
}

/** What the words and flags behind `add rpc` say of its fields. */
export function givenFields(generator: AddGenerator, { positionals, flags }: Parsed): FieldValues {
  const places = generator.fields.filter(({ positional }) => positional);
  const extra = positionals[places.length];
  if (extra !== undefined) {
    throw usageError({
      code: "argument",
      message: `unexpected argument ${JSON.stringify(extra)}`,
      hint: `gomicro ${generator.name} ${places.map(({ value }) => `<${value}>`).join(" ")}; everything else has a flag`,
    });
  }
  const byPlace = places.flatMap(({ name }, index) => entry(name, positionals[index]));
  const byFlag = generator.fields.flatMap(({ name }) => entry(name, flags.get(name)?.[0]));
  return Object.fromEntries([...byPlace, ...byFlag]);
}

function entry(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[name, value]];
}
