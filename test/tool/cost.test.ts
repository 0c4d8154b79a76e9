import { describe, expect, test } from "vitest";
import { serviceNames } from "../../generators/idl/service-names.ts";
import { unifiedDiff } from "../../generators/plan/diff.ts";

/** Seconds of processor time that a call takes, however busy the machine is. */
function cpuSeconds(call: () => void): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe("what grows with the user's input stays cheap", () => {
  test("a diff of 6,000 lines with nothing in common", () => {
    const lines = Array.from({ length: 6_000 }, (_, index) => `${index}\n`);
    const before = lines.join("");
    const after = lines.map((line) => `x${line}`).join("");
    let text = "";
    expect(cpuSeconds(() => (text = unifiedDiff({ path: "a.txt", before, after })))).toBeLessThan(2);
    expect(text.split("\n")).toHaveLength(12_004);
  });

  test("the names of 5,000 services", () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `acme.v${index % 7}.Service${index}`);
    let found: readonly string[] = [];
    expect(cpuSeconds(() => (found = serviceNames(names).map(({ goName }) => goName)))).toBeLessThan(1);
    expect(new Set(found).size).toBe(5_000);
  });
});
