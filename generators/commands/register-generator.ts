import type { NodePlopAPI } from "node-plop";

/** The steps that plop runs. `plan` receives the answers when another program has asked for them. */
export interface Steps<Planned, Given> {
  /** Asks for the missing answers and shows the result. Writes nothing. */
  prepare(): Promise<Planned>;
  plan(answers: Given): Promise<Planned>;
  /** Writes the result and returns a message about it. */
  finish(planned: Planned): Promise<string>;
}

export type Plop = Pick<NodePlopAPI, "setActionType" | "setGenerator">;

interface Registration<Planned> {
  readonly name: string;
  readonly description: string;
  readonly action: string;
  /** The answers that plop is given. */
  readonly shown: (planned: Planned) => object;
}

/** Registers a generator with plop: a function for the prompts, and one action of our own that plans and applies. */
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
