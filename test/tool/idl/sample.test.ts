import { expect, test } from "vitest";
import { sampleModel } from "../../../generators/codegen/sample-idl.ts";
import { load, root } from "./load.ts";

test("the stored model of the sample is what its IDL says", async () => {
  const { model } = await load(["templates/sample/proto/api/inventory/v1/inventory.proto"], { cwd: root });
  const { services, knownImports } = await sampleModel("proto");
  expect(services).toEqual(model.services);
  expect(knownImports).toEqual(model.knownImports);
});
