/** The validated answers: the only input of a plan apart from the IDL and the preset. */
export interface Answers {
  readonly name: string;
  readonly module: string;
  readonly framework: string;
  readonly protocol: string;
  /** `["sample"]`, or paths as the user typed them; in a lock, paths in the service. */
  readonly idl: readonly string[];
  readonly store: string;
  readonly deploy: readonly string[];
  readonly ci: string;
  /** `name@version` of the preset, or null. */
  readonly preset: string | null;
}
