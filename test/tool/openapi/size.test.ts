import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nodeOf } from "../../support/openapi.ts";
import { describeIdl } from "./fixture.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function scratch(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "openapi-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "wide.proto"), text);
  return folder;
}

test("a query of messages in messages ends, and says that it does", async () => {
  // Each message has all that come after it: 2^20 paths.
  const messages = numbers(20).map((level) => {
    const below = numbers(20 - level).map((next) => `M${level + next} m${level + next} = ${next + 1};`);
    return `message M${level} { string name = 1; ${below.join(" ")} }`;
  });
  const cwd = scratch(`syntax = "proto3";
package wide.v1;
import "google/api/annotations.proto";
service WideService {
  rpc Get(M1) returns (M20) { option (google.api.http) = {get: "/v1/wide"}; }
}
${messages.join("\n")}`);
  const { operations, problems } = await describeIdl("wide.proto", { cwd });
  expect(problems).toEqual([]);
  const [node] = operations.map((one) => one.node);
  const parameters = Array.isArray(node?.parameters) ? node.parameters.map(nodeOf) : [];
  expect(parameters).toHaveLength(200);
  expect(parameters.slice(0, 3).map(({ name }) => name)).toEqual(["name", "m2.name", "m3.name"]);
  expect(node?.description).toContain("Further fields are query parameters too");
});
