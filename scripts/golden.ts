// `npm run golden:update`: emits every combination and writes its golden, whole or as the smallest delta. Read the diff before
// you commit it. `npm run golden -- <name> <folder>`: copies the whole service of a golden into a new folder.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { combinations, serviceName } from "../test/support/combinations.ts";
import { emit } from "../test/support/emit.ts";
import { readFolder } from "../test/support/folder.ts";
import { type Delta, deltaBetween, deltaName, goldenFiles, goldens } from "../test/support/golden-folder.ts";

type Files = ReadonlyMap<string, string>;

const { values, positionals } = parseArgs({
  options: { update: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [name, folder] = positionals;
if (values.update) update();
else if (name !== undefined && folder !== undefined) copyWhole(name, resolve(folder));
else {
  console.error("usage: npm run golden -- <name> <folder>, or npm run golden:update");
  process.exitCode = 2;
}

function copyWhole(name: string, folder: string): void {
  if (existsSync(folder)) throw new Error(`${folder} exists already`);
  for (const [path, file] of goldenFiles(name)) copyTo(file, join(folder, path));
}

function update(): void {
  const work = mkdtempSync(join(tmpdir(), "gomicro-golden-"));
  /** What a golden may be a delta of: those before it, presets aside. */
  const bases = new Map<string, Files>();
  for (const { name, flags, preset, whole } of combinations) {
    const from = join(work, name, serviceName);
    emit(from, flags);
    const files = readFolder(from);
    if (files.has(deltaName)) throw new Error(`${name} has a file ${deltaName} of its own`);
    const delta = whole ? undefined : smallestDelta(bases, files);
    write(name, from, delta?.differing ?? [...files.keys()], delta);
    if (!preset) bases.set(name, files);
  }
  for (const name of readdirSync(goldens)) {
    if (!combinations.some((one) => one.name === name)) rmSync(join(goldens, name), { recursive: true });
  }
  rmSync(work, { recursive: true });
}

function smallestDelta(
  bases: ReadonlyMap<string, Files>,
  files: Files,
): Delta & { differing: readonly string[] } {
  const [first, ...rest] = [...bases].map(([base, baseFiles]) => {
    const { differing, absent } = deltaBetween(baseFiles, files);
    const lines = differing.map((path) => files.get(path)?.split("\n").length ?? 0);
    return { base, differing, absent, size: lines.reduce((sum, count) => sum + count, absent.length) };
  });
  if (first === undefined) throw new Error("the first golden is whole");
  return rest.reduce((best, one) => (one.size < best.size ? one : best), first);
}

function write(name: string, from: string, paths: readonly string[], delta: Delta | undefined): void {
  const folder = join(goldens, name);
  rmSync(folder, { recursive: true, force: true });
  for (const path of paths) copyTo(join(from, path), join(folder, path));
  if (delta !== undefined) {
    const text = JSON.stringify({ base: delta.base, absent: delta.absent } satisfies Delta, null, 2);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, deltaName), `${text}\n`);
  }
  const over = delta === undefined ? "" : ` over ${delta.base}`;
  process.stdout.write(`test/golden/${name}: ${paths.length} files${over}\n`);
}

function copyTo(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
