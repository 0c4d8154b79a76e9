import { expect, test } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";
import { describeIdl } from "./fixture.ts";

test("the sample's document is valid", async () => {
  const { operations, problems } = await describeIdl("templates/sample/proto/api", { cwd: root });
  expect(operations.length).toBeGreaterThan(5);
  expect(problems).toEqual([]);
});
