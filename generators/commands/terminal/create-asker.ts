import inquirer from "inquirer";
import type { Choice, Problem } from "../../options/option.ts";
import type { Ask, Question } from "../../options/settle-options.ts";
import type { World } from "../world.ts";
import { promptOutput } from "./prompt-output.ts";

/** Asks questions on a terminal: reads from stdin and draws on stderr. */
export interface Asker {
  readonly ask: Ask;
  confirm(message: string): Promise<boolean>;
  choose(message: string, choices: readonly Choice[], fallback?: string): Promise<string>;
  enter(message: string, entry: Entry): Promise<string>;
}

/** A question that is answered with a line of text. */
interface Entry {
  readonly fallback: string | undefined;
  check(text: string): Problem | undefined;
}

/** Creates an asker for the terminal of a run. */
export function createAsker({ stdin, stderr, env, signal }: World): Asker {
  const prompt = inquirer.createPromptModule({ input: stdin, output: promptOutput(stderr, env), signal });
  const name = "value";

  async function ask(question: Question): Promise<readonly string[]> {
    const { option, check } = question;
    if (question.choices === null) {
      const [fallback] = question.fallback;
      return [await enter(option.prompt, { fallback, check: (text) => check([text]) })];
    }
    if (option.repeatable) return tick(question, question.choices);
    const [fallback] = question.fallback;
    return [await choose(option.prompt, question.choices, fallback)];
  }

  async function enter(message: string, { fallback, check }: Entry): Promise<string> {
    const validate = (text: string) => sentence(check(text)) ?? true;
    const known = fallback === undefined ? {} : { default: fallback };
    const answer: { value: string } = await prompt([{ type: "input", name, message, validate, ...known }]);
    return answer.value;
  }

  /** Several choices of a list. Choosing none of them is an answer too. */
  async function tick(
    { option, fallback }: Question,
    choices: readonly Choice[],
  ): Promise<readonly string[]> {
    const ticks = choices
      .filter(({ value }) => value !== "none")
      .map(({ value, description }) => ({
        value,
        name: value,
        description,
        checked: fallback.includes(value),
      }));
    const answer: { value: readonly string[] } = await prompt([
      { type: "checkbox", name, message: option.prompt, choices: ticks },
    ]);
    return answer.value.length === 0 ? ["none"] : answer.value;
  }

  async function choose(message: string, choices: readonly Choice[], fallback?: string): Promise<string> {
    const known = fallback === undefined ? {} : { default: fallback };
    const rows = choices.map(({ value, description }) => ({ value, name: value, description }));
    const answer: { value: string } = await prompt([
      { type: "select", name, message, choices: rows, pageSize: 10, ...known },
    ]);
    return answer.value;
  }

  async function confirm(message: string): Promise<boolean> {
    const answer: { value: boolean } = await prompt([{ type: "confirm", name, message, default: true }]);
    return answer.value;
  }

  return { ask, confirm, choose, enter };
}

function sentence(problem: Problem | undefined): string | undefined {
  if (problem === undefined) return undefined;
  return problem.hint === undefined ? problem.message : `${problem.message} (${problem.hint})`;
}
