import { UserError } from "../error.ts";

interface Requirement {
  readonly path: string;
  readonly version: string;
  readonly indirect: boolean;
}

/** Adds requirements to a tidy go.mod: the higher version wins, direct wins, and the blocks stay sorted. */
export function addRequirements(goMod: string, added: readonly string[]): string {
  if (added.length === 0) return goMod;
  const merged = new Map<string, Requirement>();
  for (const { path, version, indirect } of [...readRequirements(goMod), ...added.map(parseRequirement)]) {
    const other = merged.get(path);
    merged.set(path, {
      path,
      version: other && compareVersions(other.version, version) > 0 ? other.version : version,
      indirect: indirect && other?.indirect !== false,
    });
  }
  const sorted = [...merged.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const block = (indirect: boolean): string => {
    const lines = sorted.filter((requirement) => requirement.indirect === indirect);
    if (lines.length === 0) return "";
    const mark = indirect ? " // indirect" : "";
    return `\nrequire (\n${lines.map(({ path, version }) => `\t${path} ${version}${mark}\n`).join("")})\n`;
  };
  const rest = goMod
    .replace(requireBlocks, "")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd();
  return `${rest}\n${block(false)}${block(true)}`;
}

/** The requirements that a go.mod lacks of another, if a direct one is among them; else none: what is indirect follows. */
export function missingRequirements(goMod: string, wanted: string): readonly string[] {
  const known = new Set(readRequirements(goMod).map(({ path }) => path));
  const missing = readRequirements(wanted).filter(({ path }) => !known.has(path));
  if (missing.every(({ indirect }) => indirect)) return [];
  return missing.map(({ path, version, indirect }) => `${path} ${version}${indirect ? " // indirect" : ""}`);
}

/** Adds lines to a go.sum in the order Go keeps them in. */
export function addSums(goSum: string, added: readonly string[]): string {
  if (added.length === 0) return goSum;
  const lines = [...new Set([...goSum.split("\n"), ...added])].filter((line) => line !== "");
  return `${lines.sort(compareSums).join("\n")}\n`;
}

const requireBlocks = /^require \(\n(?:\t.*\n)*\)\n|^require [^(\n]+\n/gm;

/** The requirements of a go.mod, in its order. */
export function readRequirements(goMod: string): readonly Requirement[] {
  const blocks = goMod.match(requireBlocks) ?? [];
  return blocks.flatMap((block) => {
    const single = /^require ([^(\n]+)$/m.exec(block);
    const lines = single ? [single[1] ?? ""] : block.split("\n").filter((line) => line.startsWith("\t"));
    return lines.map((line) => parseRequirement(line.trim()));
  });
}

function parseRequirement(line: string): Requirement {
  const [path, version, ...rest] = line.split(/\s+/);
  if (!path || !version) throw new UserError("go-mod", `not a requirement: "${line}"`);
  return { path, version, indirect: rest.join(" ") === "// indirect" };
}

function compareSums(a: string, b: string): number {
  const [pathA = "", fullA = ""] = a.split(" ");
  const [pathB = "", fullB = ""] = b.split(" ");
  if (pathA !== pathB) return pathA < pathB ? -1 : 1;
  const [versionA = "", fileA = ""] = fullA.split("/");
  const [versionB = "", fileB = ""] = fullB.split("/");
  return compareVersions(versionA, versionB) || (fileA < fileB ? -1 : fileA > fileB ? 1 : 0);
}

/** Semantic versions as Go writes them: `v1.2.3`, `v0.0.0-20261026165753-2ffab32bce7e`, `v2.0.0+incompatible`. */
function compareVersions(a: string, b: string): number {
  const [coreA, preA] = splitVersion(a);
  const [coreB, preB] = splitVersion(b);
  const core = compareIdentifiers(coreA, coreB);
  if (core !== 0 || preA.length === 0 || preB.length === 0) return core || preB.length - preA.length;
  return compareIdentifiers(preA, preB);
}

function splitVersion(version: string): [readonly string[], readonly string[]] {
  const [bare = ""] = version.slice(1).split("+");
  const dash = bare.indexOf("-");
  if (dash < 0) return [bare.split("."), []];
  return [bare.slice(0, dash).split("."), bare.slice(dash + 1).split(".")];
}

function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left = "", right = ""] = [a[index], b[index]];
    if (left === right) continue;
    const numbers = [left, right].map((part) => /^\d+$/.test(part));
    if (numbers[0] && numbers[1]) return Number(left) - Number(right);
    if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
