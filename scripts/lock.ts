/**
 * Writes generators/modules/lock.json: the go.mod and go.sum of every combination, as `go mod tidy` makes them from the versions
 * in generators/modules/universe.json. Needs Go and a module proxy; run it when a layer's imports, its tools or a version change.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { builtinLayers } from "../generators/layers/builtin.ts";
import {
  contract,
  type LockedFiles,
  type ModuleLock,
  serviceKeyOf,
  toolsOf,
} from "../generators/modules/module-lock.ts";
import universe from "../generators/modules/universe.json" with { type: "json" };
import { combinations } from "./lock-combinations.ts";
import { tidy } from "./tidy.ts";

const file = fileURLToPath(new URL("../generators/modules/lock.json", import.meta.url));
const tables = { mod: new Map<string, number>(), sum: new Map<string, number>() };
const tidied = new Map<string, LockedFiles>();

const services: Record<string, LockedFiles> = {};
const tools: Record<string, LockedFiles> = {};
for (const { facts, imported, manifests, packages } of await combinations(await builtinLayers())) {
  services[serviceKeyOf(facts, imported)] = await lockOnce({
    module: "gomicro.example/service",
    versions: universe.service,
    tools: toolsOf(manifests, "service"),
    packages,
  });
  const wanted = toolsOf(manifests, "tools");
  if (wanted.length === 0) continue;
  const module = "gomicro.example/service/tools";
  tools[wanted.join(" ")] = await lockOnce({ module, versions: universe.tools, tools: wanted, packages: [] });
}

const lock: ModuleLock = {
  go: universe.go,
  lines: { mod: [...tables.mod.keys()], sum: [...tables.sum.keys()] },
  services: sorted(services),
  tools: sorted(tools),
};
await writeFile(file, print(lock));
process.stdout.write(
  `${Object.keys(services).length} services, ${Object.keys(tools).length} sets of tools\n`,
);

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
  "tools": ${table(tables.tools)}
}
`;
}
