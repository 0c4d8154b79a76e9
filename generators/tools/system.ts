/** The machine, in Node's words. */
export interface System {
  /** `linux` */
  readonly platform: string;
  /** `x64` */
  readonly arch: string;
  /** The Node binary that runs this. */
  readonly node: string;
  /** Its version, without a v. */
  readonly nodeVersion: string;
}
