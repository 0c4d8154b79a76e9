/**
 * Protos whose Go types are published, by folder or file: the parts of go.mod and go.sum that an IDL decides. Importing any file of
 * one part takes the same modules, which `npm run lock` checks. The texts are in the plugin pack.
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

/** The parts that these imports belong to; `google/protobuf/*` is in every service, so it is no part of its own. */
export function prefixesOf(knownImports: readonly string[]): readonly string[] {
  return knownPrefixes.filter((prefix) => knownImports.some((path) => path.startsWith(prefix)));
}

/** Whether the IDL has rules for its messages, which the service then checks. */
export function hasRules(knownImports: readonly string[]): boolean {
  return knownImports.some((path) => path.startsWith("buf/validate/"));
}
