import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { validated } from "../support/combinations.ts";
import { emit } from "../support/emit.ts";
import { anyPair, partial } from "../support/pairs.ts";
import { inService } from "../support/service.ts";

const pair = anyPair({ idl: "proto" });
const judged = join(root, "test", "fixtures", "idl", "rules", "judged.proto");

describe("the service's start, on the rules that the generation is tested with", () => {
  const work = mkdtempSync(join(tmpdir(), "gomicro-judge-"));
  const folder = join(work, "orders");
  let verdicts: ReadonlyMap<string, string>;
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  beforeAll(() => {
    emit(folder, [...pair.flags, ...partial(pair), ...validated]);
    copyFileSync(judged, join(folder, "api", "judged.proto"));
    const image = join("internal", "validation", "image.binpb");
    expect(inService(folder, "buf", "build", "-o", image)).toEqual({ status: 0, output: "" });
    const module = /^module (.*)$/m.exec(readFileSync(join(folder, "go.mod"), "utf8"))?.[1] ?? "";
    const judge = readFileSync(join(root, "test", "conformance", "rules-judge.go"), "utf8").replaceAll(
      "gomicro.example/service",
      module,
    );
    writeFileSync(join(folder, "internal", "validation", "judge_test.go"), judge);
    const { output } = inService(
      folder,
      "go",
      "test",
      "-trimpath",
      "-run",
      "TestJudge",
      "-v",
      "./internal/validation",
    );
    verdicts = new Map(
      [...output.matchAll(/(REFUSED|TAKEN) (\w+)(?:: (.*))?$/gm)].map(([, , name = "", reason = ""]) => [
        name,
        reason,
      ]),
    );
    expect(output).toContain("--- PASS");
  });

  const names = [...readFileSync(judged, "utf8").matchAll(/^message (\w+)/gm)].map(([, name = ""]) => name);
  it.each(names)("%s is as its name says", (name) => {
    expect(verdicts.get(name)).toEqual(name.startsWith("Fine") ? "" : expect.stringMatching(/^rules of .+/));
  });
});
