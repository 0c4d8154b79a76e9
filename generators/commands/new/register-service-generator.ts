import { type Plop, registerGenerator, type Steps } from "../register-generator.ts";
import type { Prepared } from "./prepare.ts";
import { serviceGenerator } from "./service-generator.ts";

/** Registers the generator that creates services. */
export function registerServiceGenerator(plop: Plop, steps: Steps<Prepared, object>): void {
  const shown = ({ proposal }: Prepared) => ({ ...proposal.values });
  registerGenerator(plop, { ...serviceGenerator, action: "gomicro", shown }, steps);
}
