import { UserError } from "../error.ts";

/**
 * Whose an emitted file is.
 *
 * - `made`: generated code and configuration. It is written anew on every run, and removed when nothing generates it.
 * - `managed`: code of the runtime. An update replaces it while nobody has edited it.
 * - `seeded`: the user's from the first day. Code is only ever added to it.
 * - `merged`: shared. What the service lacks is added by a structured merge; existing lines stay.
 */
export const fates = ["made", "managed", "seeded", "merged"] as const;
export type Fate = (typeof fates)[number];

/** The fates of a layer's files. The files that are merged come from the generator itself, such as go.mod. */
export const layerFates = ["made", "managed", "seeded"] as const satisfies readonly Fate[];
export type LayerFate = (typeof layerFates)[number];

/**
 * The fate of a layer's files: the default, and the patterns of the paths that have another one. In a pattern, `*` stands
 * for characters within a name, and the name `**` for any number of folders; at the end, for everything below.
 */
export type FateRules = Readonly<Record<"default", LayerFate>> &
  Readonly<Record<LayerFate, readonly string[]>>;

/** Whether a pattern has no other wildcards than `*` and `**`, and stays within the service. */
export function isFatePattern(pattern: string): boolean {
  return pattern
    .split("/")
    .every((name) => name === "**" || (/^[\w.*-]+$/.test(name) && !/\*\*|^\.{1,2}$/.test(name)));
}

/** What of a manifest says whose its files are. */
interface Fated {
  readonly id: string;
  readonly fate: FateRules;
}

/** The fate of a layer's file, by its emitted path with its placeholders. */
export function fateOf({ id, fate }: Fated, path: string): LayerFate {
  const [found, other] = layerFates.filter((name) => fate[name].some((pattern) => matches(pattern, path)));
  if (other === undefined) return found ?? fate.default;
  throw new UserError("layer-fate", `layer ${id}: ${path} is both ${found} and ${other}`, {
    hint: "a file matches the patterns of one fate only",
  });
}

/** Refuses a pattern that no file of the layer matches. */
export function checkFates({ id, fate }: Fated, paths: readonly string[]): void {
  for (const path of paths) fateOf({ id, fate }, path);
  const unused = layerFates
    .flatMap((name) => fate[name])
    .find((pattern) => !paths.some((path) => matches(pattern, path)));
  if (unused === undefined) return;
  throw new UserError("layer-fate", `layer ${id}: the pattern ${JSON.stringify(unused)} matches no file`, {
    hint: "patterns are of emitted paths, such as internal/rpc/__service__.go",
  });
}

function matches(pattern: string, path: string): boolean {
  const source = pattern
    .replaceAll(".", "\\.")
    .replace(/\*\*\/|\*\*|\*/g, (found) => (found === "*" ? "[^/]*" : found === "**" ? ".+" : "(?:[^/]+/)*"));
  return new RegExp(`^${source}$`).test(path);
}
