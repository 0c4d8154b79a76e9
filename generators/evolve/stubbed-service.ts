import type { IdlService } from "../idl/model.ts";

/** What stubs are made from: a service of the IDL. */
export type StubbedService = Pick<IdlService, "goName" | "fileName" | "fullName" | "methods">;
