import type { IdlService } from "../idl/model.ts";

/** A service of the IDL, as far as stubs depend on it. */
export type StubbedService = Pick<IdlService, "goName" | "fileName" | "fullName" | "methods">;
