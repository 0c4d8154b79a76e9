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
