import type { CommandInput } from "../command-input.ts";
import { runGenerator } from "../generator/run-generator.ts";
import { serviceGenerator } from "./service-generator.ts";

/** Creates a service. */
export function run(input: CommandInput): Promise<number> {
  return runGenerator(input, serviceGenerator);
}
