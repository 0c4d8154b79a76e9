import type { NodePlopAPI } from "node-plop";
import type { AddGenerator, FieldValues } from "../evolve/add-field.ts";
import type { Evolution } from "./evolve.ts";
import type { Prepared } from "./prepare.ts";
import { serviceGenerator } from "./service-generator.ts";

export interface PlopSteps {
  /** Asks and shows; nothing is written. */
  prepare(): Promise<Prepared>;
  /** Plans from answers that came from elsewhere. */
  plan(answers: object): Promise<Prepared>;
  /** Writes; returns what to say about it. */
  finish(prepared: Prepared): Promise<string>;
}

/** The generators, as plop sees them: prompts as a function, and one action of our own that plans and applies. */
export function registerGenerators(
  plop: Pick<NodePlopAPI, "setActionType" | "setGenerator">,
  { prepare, plan, finish }: PlopSteps,
): void {
  const { name, description } = serviceGenerator;
  const reviewed = new WeakMap<object, Prepared>();
  plop.setActionType("gomicro", async (answers) => finish(reviewed.get(answers) ?? (await plan(answers))));
  plop.setGenerator(name, {
    description,
    prompts: async () => {
      const prepared = await prepare();
      const answers = { ...prepared.proposal.values };
      reviewed.set(answers, prepared);
      return answers;
    },
    actions: [{ type: "gomicro" }],
  });
}

export interface AddSteps {
  /** Asks; nothing is written. */
  prepare(): Promise<Evolution>;
  /** Proposes from answers that came from elsewhere. */
  plan(answers: FieldValues): Promise<Evolution>;
  finish(evolution: Evolution): Promise<string>;
}

/** One of the generators that add to a service. */
export function registerAddGenerator(
  plop: Pick<NodePlopAPI, "setActionType" | "setGenerator">,
  { name, description }: Pick<AddGenerator, "name" | "description">,
  { prepare, plan, finish }: AddSteps,
): void {
  const proposed = new WeakMap<object, Evolution>();
  plop.setActionType(name, async (answers) =>
    finish(proposed.get(answers) ?? (await plan(textsOf(answers)))),
  );
  plop.setGenerator(name, {
    description,
    prompts: async () => {
      const evolution = await prepare();
      const answers = {};
      proposed.set(answers, evolution);
      return answers;
    },
    actions: [{ type: name }],
  });
}

function textsOf(answers: object): FieldValues {
  return Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
