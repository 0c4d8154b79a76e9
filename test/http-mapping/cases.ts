import type { Case } from "./case.ts";
import { answers } from "./cases/answers.ts";
import { bodies } from "./cases/bodies.ts";
import { parameters } from "./cases/parameters.ts";
import { routes } from "./cases/routes.ts";

/** The mapping in examples: one table for every pair. */
export const cases: Readonly<Record<string, readonly Case[]>> = { routes, parameters, bodies, answers };
