import type { ExpectedTools } from "./expected-tools.ts";

/** The expected tools, and where to look for them. */
export interface ToolRequest {
  readonly expected: ExpectedTools;
  /** The value of `--buf`, or null. */
  readonly named: string | null;
  /** The folders from which `node_modules` is searched, upwards. */
  readonly from: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** `process.execPath` */
  readonly node: string;
  readonly signal: AbortSignal;
  /** Reports what is being installed. */
  readonly progress: (text: string) => void;
}
