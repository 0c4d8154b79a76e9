/** One JSON document, as stdout gets it. */
export function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
