import type { LayerSource } from "../layers/layer.ts";
import type { Choice } from "../options/option.ts";
import type { PresetRules } from "../options/preset-rules.ts";
import type { ServiceParts } from "../plan/generate-service.ts";
import type { ToolDescription } from "../tools/describe-tools.ts";
import type { World } from "./world.ts";

/**
 * The parts that generation is composed of, each loaded when it is first needed. `builtin-parts.ts` supplies the real
 * ones; tests supply their own.
 */
export interface Parts extends ServiceParts {
  /** The built-in layers. */
  layers(): Promise<LayerSource>;
  /** The built-in presets. */
  presets(): Promise<readonly Choice[]>;
  preset(spec: string, cwd: string): Promise<PresetPart>;
  /** The tools that reading a user's IDL requires, as far as they are installed. Installs nothing. */
  tools(world: Pick<World, "cwd" | "env" | "signal" | "system">): Promise<ToolDescription>;
}

/** A preset's rules and layers. */
export interface PresetPart extends Omit<PresetRules, "catalogue"> {
  /** The layers that the preset brings, or null. */
  readonly layers: LayerSource | null;
}
