/** What the user chose, validated; the only input of a plan beside the IDL and the preset. */
export interface Answers {
  readonly name: string;
  readonly module: string;
  readonly framework: string;
  readonly protocol: string;
  /** `["sample"]`, or paths as typed; in a lock, paths in the service. */
  readonly idl: readonly string[];
  readonly store: string;
  readonly deploy: readonly string[];
  readonly ci: string;
  /** `name@version` of the preset, or null. */
  readonly preset: string | null;
}
