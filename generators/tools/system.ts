/** The operating system and the Node runtime, as Node names them. */
export interface System {
  /** The platform, such as `linux`. */
  readonly platform: string;
  /** The architecture, such as `x64`. */
  readonly arch: string;
  /** The path of the running Node binary. */
  readonly node: string;
  /** Its version, without a leading v. */
  readonly nodeVersion: string;
}
