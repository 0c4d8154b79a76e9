import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";
import { cases } from "../../http-mapping/cases.ts";
import { reasons } from "../../http-mapping/reasons.ts";

const deviations = Object.values(cases)
  .flat()
  .flatMap(({ want, stock }) => (stock === undefined ? [] : [{ want, stock }]));

test("the doc lists the reasons for what a stock grpc-gateway does otherwise", () => {
  const doc = readFileSync(join(root, "docs", "http-mapping.md"), "utf8");
  const [, list = ""] = doc.split("| case | why |\n|---|---|\n");
  const rows = Object.entries(reasons).map(([key, text]) => `| ${key} | ${text} |\n`);
  expect(list).toBe(rows.join(""));
});

test("every reason has a case that shows it", () => {
  const shown = new Set(deviations.map(({ stock }) => stock.reason));
  expect([...shown].sort()).toEqual(Object.keys(reasons).sort());
});

test("a case has a deviation only if the answers differ", () => {
  for (const { want, stock } of deviations) {
    const { reason, ...answer } = stock;
    expect({ ...want, ...answer }, reason).not.toEqual(want);
  }
});
