import type { TextFile } from "../files/text-file.ts";
import type { IdlModel } from "../idl/model.ts";
import type { LayerManifest } from "../layers/manifest.ts";
import type { Answers } from "../options/answers.ts";
import type { System } from "../tools/system.ts";

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
  readonly gen: readonly TextFile[];
}
