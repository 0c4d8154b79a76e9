import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../idl/load.ts";
import { describeIdl } from "./fixture.ts";

// `npx vitest run --project unit openapi/sample --update` writes it anew.
test("the sample's document is what its IDL says", async () => {
  const { text, problems } = await describeIdl("templates/sample/proto/api/inventory/v1/inventory.proto", {
    cwd: root,
    openapi: "a-name",
  });
  expect(problems).toEqual([]);
  await expect(text.replace('title: "a-name"', "title: {{quote name}}")).toMatchFileSnapshot(
    join(root, "templates/sample/openapi/api/openapi.yaml.hbs"),
  );
});
