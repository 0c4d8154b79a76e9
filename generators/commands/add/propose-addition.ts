import type { AddGenerator, FieldValues } from "../../evolve/add-generator.ts";
import { readService } from "../../evolve/read-service.ts";
import { readServiceIdl } from "../../evolve/service-idl.ts";
import type { CommandInput } from "../command-input.ts";
import { type Evolution, proposeEvolution } from "../generate/propose-evolution.ts";
import type { Asker } from "../terminal/create-asker.ts";
import { settleFields } from "./settle-fields.ts";

interface AddSources {
  readonly input: CommandInput;
  readonly generator: AddGenerator;
  readonly given: FieldValues;
  readonly asker: Asker | null;
}

/** Settles the fields and works out what would change. Writes nothing. */
export async function proposeAddition({ input, generator, given, asker }: AddSources): Promise<Evolution> {
  const { cwd } = input.world;
  readService(cwd);
  const idl = readServiceIdl(cwd);
  const values = await settleFields({ generator, idl, given, asker });
  return proposeEvolution(input, generator.edit({ idl, values }));
}
