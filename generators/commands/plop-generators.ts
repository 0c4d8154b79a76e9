import type { NodePlopAPI } from "node-plop";
import type { AddGenerator, FieldValues } from "../evolve/add-field.ts";
import { serviceGenerator } from "../plan/generate-service.ts";
import type { Evolution } from "./generate/propose-evolution.ts";
import type { Prepared } from "./new/prepare.ts";

/** What a generator does for plop; answers are given where somebody else has asked. */
interface Steps<Planned, Given> {
  /** Asks and shows; nothing is written. */
  prepare(): Promise<Planned>;
  plan(answers: Given): Promise<Planned>;
  /** Writes; returns what to say about it. */
  finish(planned: Planned): Promise<string>;
}

export type PlopSteps = Steps<Prepared, object>;
export type AddSteps = Steps<Evolution, FieldValues>;

type Plop = Pick<NodePlopAPI, "setActionType" | "setGenerator">;

/** The generator of services. */
export function registerGenerators(plop: Plop, steps: PlopSteps): void {
  const shown = ({ proposal }: Prepared) => ({ ...proposal.values });
  register(plop, { ...serviceGenerator, action: "gomicro", shown }, steps);
}

/** One of the generators that add to a service. */
export function registerAddGenerator(
  plop: Plop,
  { name, description }: Pick<AddGenerator, "name" | "description">,
  steps: AddSteps,
): void {
  const plan = (answers: object) => steps.plan(textsOf(answers));
  register(plop, { name, description, action: name, shown: () => ({}) }, { ...steps, plan });
}

interface Registration<Planned> {
  readonly name: string;
  readonly description: string;
  readonly action: string;
  /** What plop gets for its answers. */
  readonly shown: (planned: Planned) => object;
}

/** A generator as plop sees it: prompts as a function, and one action of our own that plans and applies. */
function register<Planned>(
  plop: Plop,
  { name, description, action, shown }: Registration<Planned>,
  { prepare, plan, finish }: Steps<Planned, object>,
): void {
  const reviewed = new WeakMap<object, Planned>();
  plop.setActionType(action, async (answers) => finish(reviewed.get(answers) ?? (await plan(answers))));
  plop.setGenerator(name, {
    description,
    prompts: async () => {
      const planned = await prepare();
      const answers = shown(planned);
      reviewed.set(answers, planned);
      return answers;
    },
    actions: [{ type: action }],
  });
}

function textsOf(answers: object): FieldValues {
  return Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
