/**
 * Writes generators/modules/lock.json: the go.mod and go.sum of every combination, as `go mod tidy` makes them from the versions
 * in generators/modules/universe.json. Needs Go and a module proxy; run it when a layer's imports, its tools or a version change.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { builtinLayers } from "../../generators/layers/builtin.ts";
import {
  contract,
  type LockedFiles,
  type ModuleLock,
  serviceKey,
  toolsOf,
} from "../../generators/modules/module-lock.ts";
import universe from "../../generators/modules/universe.json" with { type: "json" };
import { combinations, importedPackages } from "./combinations.ts";
import { tidy } from "./tidy.ts";

const file = fileURLToPath(new URL("../../generators/modules/lock.json", import.meta.url));
const tables = { mod: new Map<string, number>(), sum: new Map<string, number>() };
const tidied = new Map<string, LockedFiles>();

const layers = await builtinLayers();
const service = "gomicro.example/service";
const services: Record<string, LockedFiles> = {};
const tools: Record<string, LockedFiles> = {};
for (const { facts, manifests, packages } of await combinations(layers)) {
  services[serviceKey(facts)] = await lockOnce({
    module: service,
    versions: universe.service,
    tools: toolsOf(manifests, "service"),
    packages,
  });
  const wanted = toolsOf(manifests, "tools");
  if (wanted.length === 0) continue;
  const module = "gomicro.example/service/tools";
  tools[wanted.join(" ")] = await lockOnce({ module, versions: universe.tools, tools: wanted, packages: [] });
}

const imports: Record<string, LockedFiles> = {};
for (const { prefix, types, beside } of await importedPackages(layers)) {
  const found = await Promise.all(types.map((path) => requirementsOf([path, ...beside])));
  const [first] = found;
  const other = types.find((_, index) => JSON.stringify(found[index]) !== JSON.stringify(first));
  // Then what an import adds would depend on the file.
  if (!first || other) throw new Error(`${prefix}: ${other} takes other modules than ${types[0]}`);
  imports[prefix] = { mod: contract(first.mod, tables.mod), sum: contract(first.sum, tables.sum) };
}

const lock: ModuleLock = {
  go: universe.go,
  lines: { mod: [...tables.mod.keys()], sum: [...tables.sum.keys()] },
  services: sorted(services),
  imports: sorted(imports),
  tools: sorted(tools),
};
await writeFile(file, print(lock));
process.stdout.write(
  `${Object.keys(services).length} services, ${Object.keys(tools).length} sets of tools\n`,
);

/** What importing these packages takes, whatever else a service imports: requirements, direct and not, and sums. */
async function requirementsOf(packages: readonly string[]): Promise<LockedFiles> {
  const { mod, sum } = await tidy({
    module: service,
    go: universe.go,
    versions: universe.service,
    tools: [],
    packages,
  });
  const lines = [...mod.matchAll(/^(?:require |\t)(\S+ v\S+(?: \/\/ indirect)?)$/gm)].map(
    (match) => `\t${match[1]}`,
  );
  return { mod: `${lines.join("\n")}\n`, sum };
}

/** Combinations that import the same packages have the same files. */
async function lockOnce(module: Omit<Parameters<typeof tidy>[0], "go">): Promise<LockedFiles> {
  const key = JSON.stringify([module.module, module.tools, module.packages]);
  const known = tidied.get(key);
  if (known) return known;
  const { mod, sum } = await tidy({ ...module, go: universe.go });
  const files = { mod: contract(mod, tables.mod), sum: contract(sum, tables.sum) };
  tidied.set(key, files);
  process.stdout.write(`${module.tools.length} tools, ${module.packages.length} packages\n`);
  return files;
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
