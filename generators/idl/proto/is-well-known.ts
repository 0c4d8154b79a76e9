/** Comes with buf itself, so there is nothing to vendor. */
export function isWellKnown(path: string): boolean {
  return path.startsWith("google/protobuf/");
}
