/** Quotes a text where YAML would not read it as a string. A JSON string is a YAML string. */
export function yamlScalar(text: string): string {
  return /^[\w./]([\w./;=+ -]*[\w./])?$/.test(text) ? text : JSON.stringify(text);
}
