import type { Pair } from "./pairs.ts";

/** What the answer `framework` may change; the README and the lock in part. */
export const mayDiffer = [
  /^internal\/transport\//,
  /^client\//,
  /^gen\//,
  /^go\.(mod|sum)$/,
  /^tools\//,
  /^buf\.gen\.yaml$/,
  /^\.gomicro\/lock\.json$/,
  /^README\.md$/,
  /^Dockerfile$/, // its ports follow the protocol
];

/** What a pair of pairs may differ in when one of them speaks HTTP: OpenAPI describes that API, and api.go embeds it. */
export function ofHttp(...pairs: readonly Pick<Pair, "speaks">[]): readonly RegExp[] {
  if (pairs.filter(({ speaks }) => speaks.includes("http")).length !== 1) return [];
  return [/^internal\/httpjson\//, /^api\/(openapi\.yaml|api\.go)$/];
}

type Folder = ReadonlyMap<string, string>;

/** The paths whose text is in one folder alone, or another in each. */
export function changed(before: Folder, after: Folder): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
}

export function outside(paths: readonly string[], allowed: readonly RegExp[]): readonly string[] {
  return paths.filter((path) => !allowed.some((pattern) => pattern.test(path)));
}
