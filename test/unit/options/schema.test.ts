import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { builtinParts } from "../../../generators/builtin-parts.ts";
import { builtinCatalogue } from "../../../generators/commands/builtin-catalogue.ts";
import { answersSchema } from "../../../generators/options/answers-schema.ts";
import { derivedFiles } from "../../../scripts/derived-files.ts";
import { fakeParts } from "../cli/fake-parts.ts";

const schema = answersSchema(await builtinCatalogue(fakeParts()));
const valid = new Ajv2020({ strict: true }).compile(schema);

describe("the schema of an answers file", () => {
  test.each([
    {},
    { $schema: "./answers.schema.json", dir: "shop" },
    { framework: "grpc", protocol: "grpc", deploy: ["docker", "kubernetes"], idl: "a.proto" },
    { idl: ["a.proto", "b"], preset: "./team", store: "none", deploy: "none", ci: "github" },
  ])("takes %j", (answers) => {
    expect(valid(answers)).toBe(true);
  });

  test.each([
    [[]],
    { framwork: "grpc" },
    { framework: "gim" },
    { framework: ["grpc"] },
    { protocol: "soap" },
    { store: 1 },
    { deploy: ["docker", "docker"] },
    { module: "" },
  ])("refuses %j", (answers) => {
    expect(valid(answers)).toBe(false);
  });
});

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const derived = derivedFiles(await builtinCatalogue(builtinParts), read);

test.each(Object.entries(derived))("%s is what `npm run schemas` writes", (path, text) => {
  expect(read(path)).toBe(text);
});
