import type { LayerSource } from "../layers/layer.ts";
import type { Choice } from "../options/option.ts";
import type { PresetRules } from "../options/preset-rules.ts";
import type { ServiceParts } from "../plan/generate-service.ts";
import type { ToolDescription } from "../tools/describe-tools.ts";
import type { World } from "./world.ts";

/** What generating is made of, each loaded when first needed; `cli.ts` and `plopfile.ts` bring the real ones, tests their own. */
export interface Parts extends ServiceParts {
  /** The built-in layers. */
  layers(): Promise<LayerSource>;
  /** The built-in presets. */
  presets(): Promise<readonly Choice[]>;
  preset(spec: string, cwd: string): Promise<PresetPart>;
  /** What reading an own IDL takes, as far as it is there; installs nothing. */
  tools(world: Pick<World, "cwd" | "env" | "signal" | "system">): Promise<ToolDescription>;
}

export interface PresetPart extends Omit<PresetRules, "catalogue"> {
  /** Layers that the preset brings, or null. */
  readonly layers: LayerSource | null;
}
