/** Prints a value as the one JSON document on stdout. */
export function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
