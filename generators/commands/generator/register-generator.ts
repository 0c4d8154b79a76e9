import type { NodePlopAPI } from "node-plop";
import type { Given } from "../../options/settle-options.ts";
import type { CommandInput } from "../command-input.ts";
import { isPreview } from "../is-preview.ts";
import { createAsker } from "../terminal/create-asker.ts";
import { isInteractive } from "../terminal/is-interactive.ts";
import type { Generator, Proposed } from "./generator.ts";

/** The part of plop that generators are registered with. */
export type Plop = Pick<NodePlopAPI, "setActionType" | "setGenerator">;

/** A run of a generator by plop. */
interface PlopRun {
  /** Called when the generator runs, because each generator has its own flags. */
  input(): CommandInput;
  /** The answers before anything is asked. */
  given(input: CommandInput): Promise<Given>;
  /** Writes or shows what is proposed, and returns a message about it. */
  finish(input: CommandInput, proposed: Proposed): Promise<string>;
}

/**
 * Registers a generator with plop: a function for the prompts, and one action of our own that plans and applies. The
 * action plans by itself when another program has asked for the answers.
 */
export function registerGenerator(plop: Plop, generator: Generator, run: PlopRun): void {
  const { name, description, action } = generator;
  const reviewed = new WeakMap<object, Proposed>();
  plop.setActionType(action, async (answers) => {
    const input = run.input();
    const proposed =
      reviewed.get(answers) ??
      (await generator.propose({ input, given: generator.parseGiven(answers), asker: null }));
    return run.finish(input, proposed);
  });
  plop.setGenerator(name, {
    description,
    prompts: async () => {
      const input = run.input();
      const proposed = await prepare(generator, input, await run.given(input));
      reviewed.set(proposed.values, proposed);
      return proposed.values;
    },
    actions: [{ type: action }],
  });
}

/** Asks for the missing answers, and for confirmation before anything is written. */
async function prepare(generator: Generator, input: CommandInput, given: Given): Promise<Proposed> {
  const asks = isInteractive(input) && (await generator.needsPrompts(input, given));
  const asker = asks ? createAsker(input.world) : null;
  const proposed = await generator.propose({ input, given, asker });
  return asker === null || isPreview(input.parsed) ? proposed : proposed.review(asker, { confirm: true });
}
