import type { IdlModel } from "../idl/model.ts";
import type { LayerSource } from "../layers/layer.ts";
import type { LayerManifest } from "../layers/manifest.ts";
import type { ModuleLock } from "../modules/module-lock.ts";
import type { Answers } from "../options/answers.ts";
import type { Choice } from "../options/option.ts";
import type { Rules } from "../options/settle.ts";
import type { System } from "./world.ts";

/** What generating is made of, each loaded when first needed; `cli.ts` and `plopfile.ts` bring the real ones, tests their own. */
export interface Parts {
  /** The built-in layers. */
  layers(): Promise<LayerSource>;
  modules(): Promise<ModuleLock>;
  /** The built-in presets. */
  presets(): Promise<readonly Choice[]>;
  preset(spec: string, cwd: string): Promise<PresetPart>;
  idl(request: IdlRequest): Promise<IdlPart>;
  /** What reading an own IDL takes, as far as it is there; installs nothing. */
  tools(world: ToolsRequest): Promise<ToolsPart>;
}

export type ToolsRequest = Pick<RunChoices, "cwd" | "env" | "signal" | "system">;

export interface ToolsPart {
  readonly buf: FoundTool;
  readonly plugins: FoundTool;
  /** Folder that they are installed into on first need. */
  readonly cache: string;
}

export interface FoundTool {
  /** The pinned one. */
  readonly version: string;
  /** Null when it is not there. */
  readonly path: string | null;
}

export interface PresetPart extends Omit<Rules, "catalogue"> {
  /** Layers that the preset brings, or null. */
  readonly layers: LayerSource | null;
}

export interface IdlRequest {
  readonly answers: Answers;
  /** Of the built-in layers and the preset's. */
  readonly manifests: readonly LayerManifest[];
  readonly run: RunChoices;
}

/** What is chosen for one run and is no answer. */
export interface RunChoices {
  /** Folder that relative paths start at. */
  readonly cwd: string;
  /** Where imports of the IDL are looked for. */
  readonly protoPaths: readonly string[];
  /** Accept methods that the protocol can't carry. */
  readonly partial: boolean;
  /** The buf binary that was named, or null. */
  readonly buf: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly system: System;
  /** Told what takes long. */
  readonly progress: (text: string) => void;
}

export interface IdlPart {
  readonly model: IdlModel;
  readonly gen: readonly { readonly path: string; readonly content: string }[];
}
