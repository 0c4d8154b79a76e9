import type { Parsed } from "../options/parse-flags.ts";
import type { FlagName } from "./flags.ts";
import type { Parts } from "./parts.ts";
import type { World } from "./world.ts";

/** The input of a command. */
export interface CommandInput {
  readonly world: World;
  readonly parts: Parts;
  readonly parsed: Parsed<FlagName>;
}
