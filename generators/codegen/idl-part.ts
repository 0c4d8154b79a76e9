import type { TextFile } from "../files/text-file.ts";
import type { IdlModel } from "../idl/model.ts";
import type { LayerManifest } from "../layers/manifest.ts";
import type { Answers } from "../options/answers.ts";
import type { System } from "../tools/system.ts";

/** A request for the IDL of a service. */
export interface IdlRequest {
  readonly answers: Answers;
  /** The manifests of the built-in layers and of the preset's. */
  readonly manifests: readonly LayerManifest[];
  readonly run: RunChoices;
}

/** Settings of one run that are not answers. */
export interface RunChoices {
  /** The folder that relative paths refer to. */
  readonly cwd: string;
  /** The folders that imports of the IDL are searched in. */
  readonly protoPaths: readonly string[];
  /** Whether to accept methods that the protocol can't carry. */
  readonly partial: boolean;
  /** The buf binary that the user named, or null. */
  readonly buf: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly system: System;
  /** Reports what is in progress. */
  readonly progress: (text: string) => void;
}

/** The model of an IDL, with its generated code and configuration. */
export interface IdlPart {
  readonly model: IdlModel;
  /** What is generated: code, the OpenAPI document, and vendored protos. */
  readonly gen: readonly TextFile[];
  /** `buf.yaml` and `buf.gen.yaml`, which users add to. */
  readonly config: readonly TextFile[];
}
