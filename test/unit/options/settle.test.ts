import { describe, expect, test } from "vitest";
import { builtinCatalogue } from "../../../generators/commands/builtin-catalogue.ts";
import { noAsk } from "../../../generators/commands/terminal/no-ask.ts";
import type { Values } from "../../../generators/options/option.ts";
import type { PresetRules } from "../../../generators/options/preset-rules.ts";
import { settle } from "../../../generators/options/settle.ts";
import type { Question } from "../../../generators/options/settle-options.ts";
import { toAnswers } from "../../../generators/options/to-answers.ts";
import { fakeParts } from "../cli/fake-parts.ts";

const catalogue = await builtinCatalogue(fakeParts());

interface Setting {
  readonly values?: Values;
  readonly rules?: Partial<PresetRules>;
  readonly answers?: Values;
}

/** Settles with prompts that answer from a list, else with the default; tells which were asked. */
async function ask({ values = {}, rules, answers = {} }: Setting) {
  const asked: Question[] = [];
  const settled = await settle({
    given: { values, from: {} },
    catalogue,
    here: "here",
    ask: (question) => {
      asked.push(question);
      return answers[question.option.name] ?? question.fallback;
    },
    rulesOf: async () => ({ name: "team@1.0.0", defaults: {}, locked: {}, allowed: {}, catalogue, ...rules }),
  });
  const names = asked.map(({ option }) => option.name);
  return { asked, names, values: settled.values, answers: toAnswers(settled) };
}

describe("questions", () => {
  test("are asked in order, each with its default", async () => {
    const { asked, values, answers } = await ask({ answers: { dir: ["shop"] } });
    expect(asked.map(({ option, fallback }) => [option.name, ...fallback])).toEqual([
      ["preset", "none"],
      ["dir"],
      ["framework", "grpc"],
      ["protocol", "dual"],
      ["module", "example.com/shop"],
      ["idl", "sample"],
      ["store", "sqlite"],
      ["deploy", "docker"],
      ["ci", "github"],
    ]);
    expect(values.dir).toEqual(["shop"]);
    expect(answers).toEqual({
      name: "shop",
      module: "example.com/shop",
      framework: "grpc",
      protocol: "dual",
      idl: ["sample"],
      store: "sqlite",
      deploy: ["docker"],
      ci: "github",
      preset: null,
    });
  });

  test("are not asked about what was given", async () => {
    const { names } = await ask({
      values: { preset: ["none"], dir: ["shop"], framework: ["grpc"], ci: ["none"] },
    });
    expect(names).toEqual(["protocol", "module", "idl", "store", "deploy"]);
  });

  test("leave out the protocol of a framework that has one", async () => {
    const { names, answers } = await ask({ values: { dir: ["shop"] }, answers: { framework: ["gin"] } });
    expect(names).not.toContain("protocol");
    expect(answers.protocol).toBe("http");
  });

  test("offer the framework's protocols alone", async () => {
    const { asked } = await ask({ values: { dir: ["shop"], framework: ["grpc"] } });
    const protocol = asked.find(({ option }) => option.name === "protocol");
    expect(protocol?.choices?.map(({ value }) => value)).toEqual(["dual", "grpc"]);
  });

  test("ask for a name when the folder's is none", async () => {
    const { names, values, answers } = await ask({
      values: { dir: ["./My_Shop"] },
      answers: { name: ["my-shop"] },
    });
    expect(names).toContain("name");
    expect(values.dir).toEqual(["./My_Shop"]);
    expect(answers).toMatchObject({ name: "my-shop", module: "example.com/my-shop" });
  });

  test("check what is typed as flags are checked", async () => {
    const { asked } = await ask({ answers: { dir: ["shop"] } });
    const module = asked.find(({ option }) => option.name === "module");
    expect(module?.check(["example.com/con"])?.message).toMatch(/^illegal module path/);
    expect(module?.check(["example.com/shop"])).toBeUndefined();
    const idl = asked.find(({ option }) => option.name === "idl");
    expect(idl?.check(["a.thrift"])?.message).toBe("grpc dual does not read a.thrift: it reads proto");
    const dir = asked.find(({ option }) => option.name === "dir");
    expect(dir?.check([""])?.message).toBe("the folder's name is empty");
  });

  test("a wrong answer is refused whoever gives it", async () => {
    await expect(ask({ answers: { dir: ["shop"], store: ["tape"] } })).rejects.toThrow(
      'unknown store "tape"',
    );
  });
});

describe("the name of a service", () => {
  test.each([
    ["shop", "shop"],
    ["../work/shop/", "shop"],
    ["/srv/shop", "shop"],
    [".", "here"],
    ["./", "here"],
    ["C:\\work\\shop", "shop"],
  ])("made in %s is %s", async (dir, name) => {
    const { answers } = await ask({ values: { dir: [dir] } });
    expect(answers.name).toBe(name);
  });
});

describe("a preset", () => {
  const values = { dir: ["shop"], preset: ["team"] };

  test("locks answers: they are not asked for", async () => {
    const rules = { locked: { framework: { values: ["gin"], reason: "we know gin" } } };
    const { names, answers } = await ask({ values, rules });
    expect(names).not.toContain("framework");
    expect(answers).toMatchObject({ framework: "gin", protocol: "http", preset: "team@1.0.0" });
  });

  test("takes the locked answer when it is given as well", async () => {
    const rules = { locked: { framework: { values: ["gin"], reason: "we know gin" } } };
    const { answers } = await ask({ values: { ...values, framework: ["gin"] }, rules });
    expect(answers.framework).toBe("gin");
  });

  test("has other defaults, which are offered and may be changed", async () => {
    const rules = { defaults: { framework: ["stdlib"], deploy: ["kubernetes", "docker"] } };
    const { asked, answers } = await ask({ values, rules, answers: { framework: ["kitex"] } });
    expect(asked.find(({ option }) => option.name === "framework")).toMatchObject({
      fallback: ["stdlib"],
      onlyYes: false,
    });
    expect(answers).toMatchObject({ framework: "kitex", deploy: ["kubernetes", "docker"] });
  });

  test("narrows the choices, and with them the default", async () => {
    const { asked, answers } = await ask({ values, rules: { allowed: { store: ["postgres", "none"] } } });
    const store = asked.find(({ option }) => option.name === "store");
    expect(store?.choices?.map(({ value }) => value)).toEqual(["none", "postgres"]);
    expect(answers.store).toBe("none");
  });

  test("with a choice that does not exist says that it is the preset's", async () => {
    const rules = { locked: { framework: { values: ["rails"], reason: "why not" } } };
    await expect(ask({ values, rules })).rejects.toThrow('team@1.0.0: unknown framework "rails"');
  });

  test("that says nothing of the framework leaves it to be given", async () => {
    const settled = settle({
      given: { values, from: {} },
      catalogue,
      here: "here",
      ask: noAsk({ yes: false, usage: "" }),
      rulesOf: async () => ({ name: "team@1.0.0", defaults: {}, locked: {}, allowed: {}, catalogue }),
    });
    await expect(settled).rejects.toThrow("missing --framework");
  });
});
