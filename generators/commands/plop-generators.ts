import type { NodePlopAPI } from "node-plop";
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
