import { exitStatus, UserError } from "../error.ts";
import type { Problem } from "./option.ts";

/** A mistake on the command line, in an answers file or at a prompt; `from` says where, when it is not plain. */
export function usageError({ code, message, hint }: Problem, from?: string): UserError {
  return new UserError(code, from === undefined ? message : `${from}: ${message}`, {
    status: exitStatus.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
