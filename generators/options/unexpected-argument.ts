import type { UserError } from "../error.ts";
import { usageError } from "./usage-error.ts";

/** A word on the command line that the command has no use for. */
export function unexpectedArgument(word: string, hint: string): UserError {
  return usageError({ code: "argument", message: `unexpected argument ${JSON.stringify(word)}`, hint });
}
