import type { IdlModel } from "../../../generators/idl/model.ts";
import { type Document, readDocument } from "../../support/openapi.ts";
import { load } from "../idl/load.ts";

export interface Described extends Document {
  readonly text: string;
  readonly model: IdlModel;
}

/** The OpenAPI document of an IDL below test/fixtures/idl. */
export async function describeIdl(
  path: string,
  order: NonNullable<Parameters<typeof load>[1]> = {},
): Promise<Described> {
  const { model, gen } = await load([path], { openapi: "orders", ...order });
  const text = gen.find((file) => file.path === "api/openapi.yaml")?.content ?? "";
  return { text, model, ...(await readDocument(text)) };
}
