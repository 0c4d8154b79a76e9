/** A file of the emitted service that no template makes. */
export interface TextFile {
  /** Slash-separated, relative to the service. */
  readonly path: string;
  readonly content: string;
}
