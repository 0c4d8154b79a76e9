import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../generators/error.ts";
import { parsePreset } from "../../../generators/presets/parse-preset.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const schema: unknown = JSON.parse(readFileSync(`${root}/schemas/preset.schema.json`, "utf8"));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(Object(schema));
const parse = (json: object) => parsePreset(JSON.stringify(json), "preset.json");

const least = { name: "team", version: "1.0.0", description: "A team's." };
const locked = { framework: { value: "grpc", reason: "one way" } };

const wrong: Readonly<Record<string, object>> = {
  name: { ...least, name: "Team One" },
  version: { ...least, version: "latest" },
  description: { name: "team", version: "1.0.0" },
  scripts: { ...least, scripts: { postinstall: "rm" } },
  "defaults.name": { ...least, defaults: { name: "x" } },
  "defaults.store": { ...least, defaults: { store: 1 } },
  "defaults.deploy": { ...least, defaults: { deploy: [] } },
  "allowed.ci": { ...least, allowed: { ci: {} } },
  "locked.framework.reason": { ...least, locked: { framework: { value: "grpc" } } },
  "locked.framework.value": { ...least, locked: { framework: { reason: "one way" } } },
  "locked.framework": { ...least, locked: { framework: "grpc" } },
  "locked.module": { ...least, locked: { module: { value: "x", reason: "y" } } },
};

describe("preset.json", () => {
  test("has empty values for the keys that are left out, and lists for values", () => {
    expect(parse(least)).toEqual({ ...least, defaults: {}, locked: {}, allowed: {} });
    const given = {
      ...least,
      defaults: { store: "sqlite", deploy: ["a", "b"] },
      locked,
      allowed: { ci: "github" },
    };
    expect(parse(given)).toEqual({
      ...least,
      defaults: { store: ["sqlite"], deploy: ["a", "b"] },
      locked: { framework: { values: ["grpc"], reason: "one way" } },
      allowed: { ci: ["github"] },
    });
  });

  test.each(Object.entries(wrong))("is refused, naming the key: %s", (key, json) => {
    expect(() => parse(json)).toThrow(UserError);
    expect(() => parse(json)).toThrow(key);
  });

  test("is judged by the published schema as by the parser", () => {
    for (const json of [least, { ...least, locked }]) expect(validate(json)).toBe(true);
    for (const [key, json] of Object.entries(wrong)) expect(validate(json), key).toBe(false);
  });

  test("does not contradict itself", () => {
    expect(() => parse({ ...least, locked, defaults: { framework: "stdlib" } })).toThrow(
      "left out: it is locked",
    );
    expect(() => parse({ ...least, locked, allowed: { framework: ["stdlib"] } })).toThrow(
      'a list that contains "grpc"',
    );
    expect(() => parse({ ...least, defaults: { ci: "x" }, allowed: { ci: ["y"] } })).toThrow(
      'a list that contains "x"',
    );
  });

  test.each(readdirSync(`${root}/presets`))(
    "of the built-in preset %s passes both, under its folder's name",
    (name) => {
      const text = readFileSync(`${root}/presets/${name}/preset.json`, "utf8");
      expect(parsePreset(text, name).name).toBe(name);
      expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    },
  );
});
