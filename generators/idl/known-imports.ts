/**
 * Protos whose Go types are published, by folder or file. They decide which modules an IDL adds to go.mod and go.sum:
 * all files of one entry require the same modules, which `npm run lock` checks. Their texts are in the plugin pack.
 */
export const knownPrefixes = [
  "buf/validate/",
  "google/api/",
  "google/cloud/extended_operations.proto",
  "google/cloud/location/",
  "google/iam/v1/",
  "google/logging/type/",
  "google/longrunning/",
  "google/rpc/",
  "google/type/",
  "protoc-gen-openapiv2/options/",
] as const;

/**
 * The entries that these imports belong to. `google/protobuf/*` has none, because every service requires its module.
 */
export function prefixesOf(knownImports: readonly string[]): readonly string[] {
  return knownPrefixes.filter((prefix) => knownImports.some((path) => path.startsWith(prefix)));
}

/** Whether the IDL imports the rules of `buf/validate`, which the service then enforces. */
export function hasRules(knownImports: readonly string[]): boolean {
  return knownImports.some((path) => path.startsWith("buf/validate/"));
}
