import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ServiceOption } from "../../../generators/options/option.ts";

/** The row: what it takes to add an option. */
const colour: ServiceOption = {
  name: "colour",
  decides: "layers",
  offeredAs: "colours",
  value: "colour",
  repeatable: false,
  given: "flag",
  summary: "what the service looks like",
  prompt: "Colour",
  fallback: { text: "red", onlyYes: false, of: () => "red" },
  choices: ({ catalogue }) => catalogue.offers.colour ?? [],
  open: false,
  when: () => true,
  check: () => undefined,
};

const table = "../../../generators/options/option-table.ts";

// Modules of this worker may have read the table already, and later ones must not see the row.
beforeAll(() => {
  vi.resetModules();
  vi.doMock(table, async (original) => {
    const { optionTable } = await original<{ readonly optionTable: readonly ServiceOption[] }>();
    return { optionTable: [...optionTable, colour] };
  });
});
afterAll(() => {
  vi.doUnmock(table);
  vi.resetModules();
});

/** The layers of the small generator, two that offer colours, and one that is selected by the fact. */
async function colourful() {
  const { fakeParts } = await import("../cli/fake-parts.ts");
  const { joinSources } = await import("../../../generators/layers/join-sources.ts");
  const { tree } = await import("../layers/fixture.ts");
  const { treeSource } = await import("../../../generators/layers/tree-source.ts");
  const offer = (choice: string) => ({
    [`colour/${choice}`]: {
      manifest: { offers: { option: "colour", choice }, description: `Paints it ${choice}.` },
      [`${choice}.txt.hbs`]: "{{colour}} by {{facts.colour}}\n",
    },
  });
  const ink = { manifest: { when: { colour: "blue" } }, "ink.txt": "ink\n" };
  const colours = treeSource(tree({ ...offer("blue"), ...offer("red"), "service/ink": ink }));
  const parts = fakeParts();
  return { ...parts, layers: async () => joinSources([await parts.layers(), colours]) };
}

async function run(...argv: readonly string[]) {
  const { runMain } = await import("../cli/run-main.ts");
  return runMain({ argv, parts: await colourful() });
}

async function createShop(...argv: readonly string[]) {
  return run("shop", "--yes", "--no-git", ...argv);
}

test("a row is a flag, whose layer is selected and whose answer is in view and lock", async () => {
  const ran = await createShop("--colour", "blue");
  expect(ran).toMatchObject({ status: 0, stderr: "" });
  expect(ran.stdout).toContain("--colour blue");
  expect(readFileSync(join(ran.cwd, "shop/blue.txt"), "utf8")).toBe("blue by blue\n");
  const { filesBelow } = await import("../cli/run-main.ts");
  expect(filesBelow(join(ran.cwd, "shop"))).toContain("ink.txt");
  const { parseLock } = await import("../../../generators/plan/service-lock.ts");
  const text = readFileSync(join(ran.cwd, "shop/.gomicro/lock.json"), "utf8");
  const { answers } = parseLock(text, "lock.json");
  expect(answers).toMatchObject({ colour: "blue" });
  // Before the preset, which stays last.
  expect(Object.keys(answers).slice(-2)).toEqual(["colour", "preset"]);
});

test("a row has its default, and needs no layer for none", async () => {
  const { filesBelow } = await import("../cli/run-main.ts");
  const red = await createShop("--json");
  expect(JSON.parse(red.stdout)).toMatchObject({ answers: { colour: "red" } });
  expect(filesBelow(red.cwd)).not.toContain("shop/ink.txt");
  const none = await createShop("--json", "--colour", "none");
  expect(JSON.parse(none.stdout)).toMatchObject({ answers: { colour: "none" } });
});

test("a wrong value of a row is refused with the nearest", async () => {
  expect(await createShop("--colour", "blu")).toMatchObject({
    status: 2,
    stderr: 'error: unknown colour "blu"\nhint: did you mean blue? one of blue, red, none\n',
  });
});

test("a row is asked for, and its answer is a fact", async () => {
  const { settle } = await import("../../../generators/options/settle.ts");
  const { toAnswers } = await import("../../../generators/options/to-answers.ts");
  const { factsOf } = await import("../../../generators/layers/select-layers.ts");
  const { builtinCatalogue } = await import("../../../generators/commands/builtin-catalogue.ts");
  const { sample } = await import("../layers/fixture.ts");
  const parts = await colourful();
  const asked: string[] = [];
  const settled = await settle({
    given: { values: { dir: ["shop"] }, from: {} },
    catalogue: await builtinCatalogue(parts),
    here: "here",
    ask: ({ option, choices, fallback }) => {
      asked.push(`${option.prompt} ${choices?.map(({ value }) => value)}`);
      return option.name === "colour" ? ["blue"] : fallback;
    },
    rulesOf: async () => {
      throw new Error("there is no preset");
    },
  });
  expect(asked.at(-1)).toBe("Colour blue,red,none");
  const { manifests } = await parts.layers();
  const facts = factsOf({ answers: toAnswers(settled), idl: sample, manifests });
  expect(facts).toMatchObject({ colour: ["blue"] });
});

test("a row is a key of an answers file and of presets", async () => {
  const { parseAnswersFile } = await import("../../../generators/options/parse-answers.ts");
  expect(parseAnswersFile('{"colour": "red"}', "a.json").values).toEqual({ colour: ["red"] });
  const { parsePreset } = await import("../../../generators/presets/parse-preset.ts");
  const preset = { name: "team", version: "1.0.0", description: "A team's." };
  const parse = (rules: object) => parsePreset(JSON.stringify({ ...preset, ...rules }), "preset.json");
  expect(parse({ defaults: { colour: "red" }, allowed: { colour: ["red", "blue"] } })).toMatchObject({
    defaults: { colour: ["red"] },
    allowed: { colour: ["red", "blue"] },
  });
  expect(parse({ locked: { colour: { value: "red", reason: "x" } } })).toMatchObject({
    locked: { colour: { values: ["red"] } },
  });
});

test("a row is in the help and a subject of list", async () => {
  const { stdout: help } = await run("--help");
  expect(help).toContain("|ci|colours|presets|options]");
  expect(help).toMatch(
    /--colour <colour> +what the service looks like \(default: red\)\n +blue, red, none\n/,
  );
  const { stdout: list } = await run("list", "colours");
  expect(list).toBe("  blue  Paints it blue.\n  red   Paints it red.\n  none  Nothing.\n");
  const { stdout: options } = await run("list", "options");
  expect(options).toContain("what the service looks like; default: red; blue, red, none\n");
});

test("a row is in the documentation and the schemas of answers, presets and layers", async () => {
  const { derivedFiles } = await import("../../../scripts/derived-files.ts");
  const { builtinCatalogue } = await import("../../../generators/commands/builtin-catalogue.ts");
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
  const files = derivedFiles(await builtinCatalogue(await colourful()), read);
  expect(files["docs/options.md"]).toContain(
    "| `--colour <colour>` | what the service looks like | blue, red, none | red |\n",
  );
  const schema = (name: string) => JSON.parse(files[`schemas/${name}.schema.json`] ?? "");
  expect(schema("answers").properties.colour.enum).toEqual(["blue", "red", "none"]);
  expect(schema("preset").$defs.option.enum).toContain("colour");
  expect(schema("layer").$defs.offeredOption.enum).toContain("colour");
  expect(schema("layer").$defs.fact.enum).toContain("colour");
});
