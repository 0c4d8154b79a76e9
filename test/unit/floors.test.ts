import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../generators", import.meta.url));

/** The floors of the generator, from the top down: a folder imports from itself and from those below it, types included. */
const floors = [
  ".",
  ...["commands/add", "commands/generate", "commands/new", "commands/list", "commands/doctor"],
  ...["commands/generator", "commands/terminal", "commands"],
  "evolve",
  "plan",
  ...["codegen", "codegen/proto", "codegen/thrift"],
  ...["presets", "modules", "layers", "options"],
  ...["openapi", "openapi/schemas"],
  ...["idl/checks", "idl/proto", "idl/thrift", "idl/http", "idl"],
  ...["tools", "go", "files"],
  "ground",
];

/** What every floor may use. */
const ground = ["error.ts", "version.ts"];

const specifier = /(?:\bfrom |\bimport |\bimport\()"(\.{1,2}\/[^"]+\.ts)"/g;
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"));
const imports = new Map(
  files.map((file) => {
    const found = [...readFileSync(join(root, file), "utf8").matchAll(specifier)];
    return [file, found.map(([, path = ""]) => normalize(join(dirname(file), path)).replaceAll("\\", "/"))];
  }),
);

function floorOf(file: string): number {
  return floors.indexOf(ground.includes(file) ? "ground" : dirname(file));
}

test("every folder is a floor", () => {
  expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
});

test("imports lead down", () => {
  const upward = [...imports].flatMap(([file, targets]) =>
    targets.filter((target) => floorOf(target) < floorOf(file)).map((target) => `${file} imports ${target}`),
  );
  expect(upward).toEqual([]);
});

test("no files import each other in a circle", () => {
  // What imports nothing that is left, or is imported by nothing that is left, goes: only circles stay.
  const left = new Map(imports);
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    const imported = new Set([...left.values()].flat());
    for (const [file, targets] of left) {
      if (!imported.has(file) || !targets.some((target) => left.has(target))) left.delete(file);
    }
  }
  expect([...left.keys()]).toEqual([]);
});
