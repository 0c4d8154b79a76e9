/**
 * Writes generators/modules/lock.json: the tidy go.mod and go.sum of every combination, from the versions in
 * generators/modules/universe.json. Needs Go and a module proxy. Resolves only combinations whose imports, tools or pins changed,
 * by the hashes in inputs.json; `npm run lock -- --all` resolves all of them.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { builtinLayers } from "../../generators/layers/builtin-layers.ts";
import { builtinModules } from "../../generators/modules/builtin-modules.ts";
import {
  contract,
  type LockedFiles,
  lockedFiles,
  type ModuleLock,
  serviceKey,
  toolsOf,
} from "../../generators/modules/module-lock.ts";
import universe from "../../generators/modules/universe.json" with { type: "json" };
import { combinations, importedPackages } from "./combinations.ts";
import { decidingPins, resolve, type Unresolved } from "./resolve.ts";

const file = fileURLToPath(new URL("../../generators/modules/lock.json", import.meta.url));
const inputsFile = fileURLToPath(new URL("inputs.json", import.meta.url));
const everything = process.argv.includes("--all");
const previous = builtinModules();
const previousInputs = readInputs();
const inputs: Record<string, string> = {};
const tables = { mod: new Map<string, number>(), sum: new Map<string, number>() };
const resolved = new Map<string, LockedFiles>();
let runs = 0;

const layers = await builtinLayers();
const service = { module: "gomicro.example/service", go: universe.go, pins: universe.service };
const services: Record<string, LockedFiles> = {};
const tools: Record<string, LockedFiles> = {};
for (const { facts, manifests, packages } of await combinations(layers)) {
  const key = serviceKey(facts);
  const files = await lockOnce("services", key, {
    ...service,
    tools: toolsOf(manifests, "service"),
    packages,
  });
  services[key] = contracted(files);
  const wanted = toolsOf(manifests, "tools");
  if (wanted.length === 0) continue;
  const module = { module: "gomicro.example/service/tools", go: universe.go, pins: universe.tools };
  tools[wanted.join(" ")] = contracted(
    await lockOnce("tools", wanted.join(" "), { ...module, tools: wanted, packages: [] }),
  );
}

const imports: Record<string, LockedFiles> = {};
for (const { prefix, types, beside } of await importedPackages(layers)) {
  const all = { ...service, tools: [], packages: [...types, ...beside] };
  if (isCurrent("imports", prefix, all)) {
    imports[prefix] = contracted(lockedFiles(previous, "imports", prefix));
    continue;
  }
  const found: LockedFiles[] = [];
  for (const path of types) found.push(addedBy(await resolveOnce({ ...all, packages: [path, ...beside] })));
  const [first] = found;
  const other = types.find((_, index) => JSON.stringify(found[index]) !== JSON.stringify(first));
  // The lock has one entry for all files of a prefix.
  if (!first || other) throw new Error(`${prefix}: ${other} requires other modules than ${types[0]}`);
  imports[prefix] = contracted(first);
  inputs[`imports ${prefix}`] = hashInputs(all, first.mod);
}

const lock: ModuleLock = {
  go: universe.go,
  lines: { mod: [...tables.mod.keys()], sum: [...tables.sum.keys()] },
  services: sorted(services),
  imports: sorted(imports),
  tools: sorted(tools),
};
await writeFile(file, print(lock));
await writeFile(inputsFile, `${JSON.stringify(sorted(inputs), null, 2)}\n`);
process.stdout.write(
  `${Object.keys(services).length} services, ${Object.keys(tools).length} sets of tools, ${runs} resolved\n`,
);

/** What an import adds to a go.mod and a go.sum: its requirements, direct and indirect, and its sums. */
function addedBy({ mod, sum }: LockedFiles): LockedFiles {
  const lines = [...mod.matchAll(/^(?:require |\t)(\S+ v\S+(?: \/\/ indirect)?)$/gm)].map(
    (match) => `\t${match[1]}`,
  );
  return { mod: `${lines.join("\n")}\n`, sum };
}

async function lockOnce(table: "services" | "tools", key: string, module: Unresolved): Promise<LockedFiles> {
  if (isCurrent(table, key, module)) return lockedFiles(previous, table, key);
  const files = await resolveOnce(module);
  inputs[`${table} ${key}`] = hashInputs(module, files.mod);
  return files;
}

/** Whether nothing that decides the locked files has changed since they were resolved; keeps their hash if so. */
function isCurrent(table: "services" | "imports" | "tools", key: string, module: Unresolved): boolean {
  if (everything || previous[table][key] === undefined) return false;
  const hash = hashInputs(module, lockedFiles(previous, table, key).mod);
  if (previousInputs[`${table} ${key}`] !== hash) return false;
  inputs[`${table} ${key}`] = hash;
  return true;
}

function hashInputs(module: Unresolved, mod: string): string {
  const { go, tools, packages } = module;
  const text = JSON.stringify([go, tools, packages, decidingPins(module, mod)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Combinations that import the same packages have the same files. */
async function resolveOnce(module: Unresolved): Promise<LockedFiles> {
  const key = JSON.stringify([module.module, module.tools, module.packages]);
  const known = resolved.get(key);
  if (known) return known;
  const files = await resolve(module);
  resolved.set(key, files);
  runs += 1;
  return files;
}

function contracted({ mod, sum }: LockedFiles): LockedFiles {
  return { mod: contract(mod, tables.mod), sum: contract(sum, tables.sum) };
}

function readInputs(): Readonly<Record<string, string>> {
  return existsSync(inputsFile) ? JSON.parse(readFileSync(inputsFile, "utf8")) : {};
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line for each line of the files and for each combination, so that a change can be read. */
function print({ go, lines, ...tables }: ModuleLock): string {
  const list = (items: readonly string[]) =>
    `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const table = (entries: Readonly<Record<string, LockedFiles>>) =>
    `{\n${Object.entries(entries)
      .map(([key, files]) => `    ${JSON.stringify(key)}: ${JSON.stringify(files)}`)
      .join(",\n")}\n  }`;
  return `{
  "go": ${JSON.stringify(go)},
  "lines": { "mod": ${list(lines.mod)}, "sum": ${list(lines.sum)} },
  "services": ${table(tables.services)},
  "imports": ${table(tables.imports)},
  "tools": ${table(tables.tools)}
}
`;
}
