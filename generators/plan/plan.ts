import type { TextFile } from "../files/text-file.ts";
import type { Fate } from "../layers/fate.ts";

/** A file of the emitted service. */
export interface PlannedFile extends TextFile {
  readonly mode: 0o644 | 0o755;
  /**
   * The layer that owns the path. `idl` stands for the user's files, `gen` for generated code, `modules` for go.mod
   * and go.sum.
   */
  readonly layer: string;
  readonly fate: Fate;
  /** The `fileName` of the IDL's service that the file is for; null when it is not for one service. */
  readonly service: string | null;
}

/**
 * The complete result, computed without touching the disk. The same answers, IDL, preset and version give the same
 * bytes.
 */
export interface Plan {
  /** Sorted by path in order of code units; `.gomicro/lock.json` included. */
  readonly files: readonly PlannedFile[];
}
