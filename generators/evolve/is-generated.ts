/** Whether a file of a service is made from its IDL, and made anew when that changes; every other file is the user's. */
export function isGenerated(path: string): boolean {
  return (
    path.startsWith("gen/") ||
    path.startsWith("third_party/") ||
    path.endsWith(".gen.go") ||
    path === "buf.gen.yaml" ||
    path === "api/openapi.yaml"
  );
}
