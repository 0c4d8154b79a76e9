/** Whether a proto is built into buf, so that it need not be vendored. */
export function isWellKnown(path: string): boolean {
  return path.startsWith("google/protobuf/");
}
