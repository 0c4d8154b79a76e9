import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { generateThrift } from "../../generators/codegen/thrift/generate-thrift.ts";
import { findInputs } from "../../generators/idl/find-inputs.ts";
import { collectThrift } from "../../generators/idl/thrift/collect-thrift.ts";
import { copyPublished, fixtures, pack, pair } from "./thrift-folder.ts";

const work = mkdtempSync(join(tmpdir(), "gomicro-thrift-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function generate(path: string, shares: number) {
  const inputs = findInputs({
    paths: [path],
    cwd: work,
    kind: "thrift",
    pair: pair.title,
    otherPairs: [],
  });
  return generateThrift({
    module: "example.com/shop",
    files: collectThrift({ inputs, protoPaths: [], cwd: work }),
    shares,
    tools: { pack, node: process.execPath },
    env: process.env,
    signal: new AbortController().signal,
  });
}

const published = "pkg/generic/json_test/idl/example_multi_service.thrift";

it.each([
  { name: "files that share a package", path: () => join(fixtures, "shop"), services: 4 },
  { name: "one file", path: () => join(fixtures, "several.thrift"), services: 5 },
  {
    name: "services that extend each other",
    path: () => copyPublished("github.com/cloudwego/kitex", published, work),
    services: 4,
  },
])("$name give the same whatever the number of shares", async ({ path, services }) => {
  const whole = await generate(path(), 1);
  expect(whole.answer.services).toHaveLength(services);
  for (const shares of [2, 3]) expect(await generate(path(), shares)).toEqual(whole);
});

it.each([
  ["a circle of packages", "packages"],
  ["code that does not compile", "redeclared"],
  ["files that are refused before anything is generated", "twice"],
])("%s is the same problem in shares", async (_, folder) => {
  const path = join(fixtures, "refused", folder);
  const whole = await generate(path, 1);
  expect(whole.answer.problem).toBeDefined();
  expect((await generate(path, 2)).answer).toEqual(whole.answer);
});
