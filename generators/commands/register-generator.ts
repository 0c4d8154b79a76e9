import type { NodePlopAPI } from "node-plop";

/** What a generator does for plop; answers are given where somebody else has asked. */
export interface Steps<Planned, Given> {
  /** Asks and shows; nothing is written. */
  prepare(): Promise<Planned>;
  plan(answers: Given): Promise<Planned>;
  /** Writes; returns what to say about it. */
  finish(planned: Planned): Promise<string>;
}

export type Plop = Pick<NodePlopAPI, "setActionType" | "setGenerator">;

interface Registration<Planned> {
  readonly name: string;
  readonly description: string;
  readonly action: string;
  /** What plop gets for its answers. */
  readonly shown: (planned: Planned) => object;
}

/** A generator as plop sees it: prompts as a function, and one action of our own that plans and applies. */
export function registerGenerator<Planned>(
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
