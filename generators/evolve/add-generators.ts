import type { AddGenerator } from "./add-generator.ts";
import { addRpc } from "./add-rpc.ts";
import { addService } from "./add-service.ts";

/** The names of all options of these generators. */
export type AddOptionName = (typeof addRpc | typeof addService)["options"][number]["name"];

/** The generators of `add`, by the word that follows it. */
export const addGenerators: Readonly<Record<string, AddGenerator<AddOptionName>>> = {
  rpc: addRpc,
  service: addService,
};
