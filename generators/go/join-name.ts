const version = /^v\d+(p\d+)?((alpha|beta)\d*)?(test.*)?$/;

/** A package name from the last `words` parts of a dotted name, followed by its version or else by the suffix. */
export function joinName(parts: readonly string[], words: number, suffix = "pb"): string {
  const clean = parts
    .map((part) => part.toLowerCase().replace(/[^a-z0-9]/g, ""))
    .filter((part) => part !== "");
  const last = clean.at(-1) ?? "api";
  const versioned = clean.length > 1 && version.test(last);
  const stem = (versioned ? clean.slice(0, -1) : clean).slice(-words).join("") || "api";
  const named = versioned ? stem + last : stem.endsWith(suffix) ? stem : stem + suffix;
  return /^[a-z]/.test(named) ? named : suffix + named;
}
