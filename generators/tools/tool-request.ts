import type { ExpectedTools } from "./expected-tools.ts";

/** Which tools are wanted, and where they may be. */
export interface ToolRequest {
  readonly expected: ExpectedTools;
  /** What `--buf` says, or null. */
  readonly named: string | null;
  /** Folders from where `node_modules` is looked for, upwards. */
  readonly from: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** `process.execPath` */
  readonly node: string;
  readonly signal: AbortSignal;
  /** Told what is being installed. */
  readonly progress: (text: string) => void;
}
