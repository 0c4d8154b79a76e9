import type { AddGenerator, FieldValues } from "../../evolve/add-generator.ts";
import { unexpectedArgument } from "../../options/unexpected-argument.ts";
import type { CommandInput } from "../command-input.ts";

/** The fields that the words and flags after `add rpc` or `add service` give. */
export function givenFields(
  generator: AddGenerator,
  { positionals, flags }: CommandInput["parsed"],
): FieldValues {
  const places = generator.fields.filter(({ positional }) => positional);
  const extra = positionals[places.length];
  if (extra !== undefined) {
    throw unexpectedArgument(
      extra,
      `gomicro ${generator.name} ${places.map(({ value }) => `<${value}>`).join(" ")}; everything else has a flag`,
    );
  }
  const byPlace = places.flatMap(({ name }, index) => entry(name, positionals[index]));
  const byFlag = generator.fields.flatMap(({ name }) => entry(name, flags.get(name)?.[0]));
  return Object.fromEntries([...byPlace, ...byFlag]);
}

function entry(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[name, value]];
}
