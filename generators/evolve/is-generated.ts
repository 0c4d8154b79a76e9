/** Whether a file of a service is regenerated when its IDL changes. Every other file belongs to the user. */
export function isGenerated(path: string): boolean {
  return (
    path.startsWith("gen/") ||
    path.startsWith("third_party/") ||
    path.endsWith(".gen.go") ||
    path === "buf.gen.yaml" ||
    path === "api/openapi.yaml"
  );
}
