/** Quoted where YAML would read something else; JSON is YAML. */
export function yamlScalar(text: string): string {
  return /^[\w./]([\w./;=+ -]*[\w./])?$/.test(text) ? text : JSON.stringify(text);
}
