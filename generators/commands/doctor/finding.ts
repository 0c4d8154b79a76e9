/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  /** `fail`: nothing will work until it is mended. `warn`: something will not. */
  readonly status: "ok" | "warn" | "fail";
  readonly detail: string;
  /** What to do about it. */
  readonly hint?: string;
}
