/** A text file of the emitted service. */
export interface TextFile {
  /** Slash-separated, relative to the service; paths of a plan have passed the gate. */
  readonly path: string;
  readonly content: string;
}
