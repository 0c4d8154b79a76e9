import { checkPaths } from "../../files/gate.ts";
import type { Sources } from "../proto/collect-sources.ts";
import { checkCycles } from "./check-cycles.ts";
import { checkGoPaths } from "./check-go-paths.ts";
import { checkRegistered } from "./check-registered.ts";

/** The checks on the user's files before buf reads them, in order. The first defect found is reported. */
export const sourceChecks: readonly ((sources: Sources) => void)[] = [
  checkCycles,
  checkGoPaths,
  ({ files }) => checkPaths(files.map(({ path, shown }) => ({ path: `api/${path}`, owner: shown }))),
  checkRegistered,
];
