import { exitStatus, UserError } from "../error.ts";
import type { Problem } from "./option.ts";

/** An error about the command line, an answers file or an answer. `from` names the source where it is not obvious. */
export function usageError({ code, message, hint }: Problem, from?: string): UserError {
  return new UserError(code, from === undefined ? message : `${from}: ${message}`, {
    status: exitStatus.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
