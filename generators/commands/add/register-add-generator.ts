import type { AddGenerator, FieldValues } from "../../evolve/add-generator.ts";
import type { Evolution } from "../generate/propose-evolution.ts";
import { type Plop, registerGenerator, type Steps } from "../register-generator.ts";

/** Registers one of the generators that add to a service. */
export function registerAddGenerator(
  plop: Plop,
  { name, description }: Pick<AddGenerator, "name" | "description">,
  steps: Steps<Evolution, FieldValues>,
): void {
  const plan = (answers: object) => steps.plan(textsOf(answers));
  registerGenerator(plop, { name, description, action: name, shown: () => ({}) }, { ...steps, plan });
}

function textsOf(answers: object): FieldValues {
  return Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
