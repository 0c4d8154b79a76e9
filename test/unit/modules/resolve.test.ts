import { expect, test } from "vitest";
import { resolve } from "../../../scripts/lock/resolve.ts";
import type { GoModule } from "../../../scripts/lock/tidy.ts";

const requires = new Map([
  ["a.example/rpc@v1.0.0", ["c.example/cpu@v1.0.0"]],
  ["b.example/web@v1.0.0", ["c.example/cpu@v1.2.0"]],
]);

/** Minimal version selection over the modules above; every path in `versions` counts as a requirement. */
async function select({ versions }: Pick<GoModule, "versions">) {
  const selected = new Map(Object.entries(versions));
  const edges = Object.entries(versions).flatMap(([path, version]) =>
    (requires.get(`${path}@${version}`) ?? []).map((to) => [`${path}@${version}`, to] as const),
  );
  for (const [path = "", version = ""] of edges.map(([, to]) => to.split("@"))) {
    if (version > (selected.get(path) ?? "")) selected.set(path, version);
  }
  const mod = [...selected].map(([path, version]) => `\t${path} ${version}\n`).join("");
  return { mod, sum: "", graph: edges.map((edge) => edge.join(" ")).join("\n") };
}

const base = { module: "m.example/m", go: "1.26.0", tools: [], packages: ["a.example/rpc/server"] };

test("a pin that a combination does not use moves no version of it", async () => {
  const pins = { "a.example/rpc": "v1.0.0", "b.example/web": "v1.0.0" };
  const { mod } = await resolve({ ...base, pins }, select);
  expect(mod).toBe("\ta.example/rpc v1.0.0\n\tc.example/cpu v1.0.0\n");
});

test("the pin of an indirect module takes part where the module does", async () => {
  const pins = { "a.example/rpc": "v1.0.0", "c.example/cpu": "v1.1.0" };
  const { mod } = await resolve({ ...base, pins }, select);
  expect(mod).toContain("c.example/cpu v1.1.0");
});

test("a version above its pin is refused, with the requirement that raised it", async () => {
  const pins = { "b.example/web": "v1.0.0", "c.example/cpu": "v1.1.0" };
  await expect(resolve({ ...base, packages: ["b.example/web"], pins }, select)).rejects.toThrow(
    "c.example/cpu is pinned at v1.1.0, but v1.2.0 is selected: b.example/web@v1.0.0 requires it",
  );
});
