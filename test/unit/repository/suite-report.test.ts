import { expect, test } from "vitest";
import { costOfPairs, droppedPairs } from "../../../scripts/suite-report.mjs";

const pairs = ["echo/http", "beta/dual"];
const report = (...names: readonly string[]) => ({
  testResults: [
    {
      name: "a.test.ts",
      assertionResults: names.map((fullName) => ({ fullName, status: "passed", duration: 1_500 })),
    },
  ],
});

test("a file that tests one pair and not another is told", () => {
  expect(droppedPairs(report("'echo http' starts"), pairs)).toEqual([
    "a.test.ts has no test of beta/dual, and does not say why",
  ]);
  expect(droppedPairs(report("'echo http' starts", "my-beta dual starts", "beta duals"), pairs)).toHaveLength(
    1,
  );
});

test("a file that tests every pair, says which it leaves out, or tests none, is fine", () => {
  expect(droppedPairs(report("echo-http-library is whole", "'beta dual' starts"), pairs)).toEqual([]);
  expect(droppedPairs(report("echo http", "beta dual is left out: it has none"), pairs)).toEqual([]);
  expect(droppedPairs(report("adds two numbers"), pairs)).toEqual([]);
});

test("the cost of a pair is that of its tests that ran", () => {
  const { testResults } = report("'echo http' starts", "'echo http' stops", "'beta dual' starts");
  const skipped = { fullName: "beta dual is left out", status: "pending", duration: null };
  const all = testResults.map((file) => ({ ...file, assertionResults: [...file.assertionResults, skipped] }));
  expect(costOfPairs({ testResults: all }, pairs)).toEqual([
    { pair: "echo/http", tests: 2, seconds: 3 },
    { pair: "beta/dual", tests: 1, seconds: 2 },
  ]);
});
