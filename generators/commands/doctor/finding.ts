/** The result of one check. */
export interface Finding {
  readonly name: string;
  /** `fail`: services can't be generated or built. `warn`: something optional does not work. */
  readonly status: "ok" | "warn" | "fail";
  readonly detail: string;
  /** What the user can do about it. */
  readonly hint?: string;
}
