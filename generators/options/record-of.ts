/** A record with a value for each of the keys. */
export function recordOf<const K extends string, T>(
  keys: readonly K[],
  of: (key: K) => T,
): Readonly<Record<K, T>> {
  const record: Readonly<Record<string, T>> = Object.fromEntries(keys.map((key) => [key, of(key)]));
  if (hasAll(record, keys)) return record;
  throw new Error("a record without one of its keys");
}

function hasAll<K extends string, T>(
  record: Readonly<Record<string, T>>,
  keys: readonly K[],
): record is Readonly<Record<K, T>> {
  return keys.every((key) => Object.hasOwn(record, key));
}
