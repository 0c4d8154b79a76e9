import type { UserError } from "../error.ts";
import { usageError } from "./usage-error.ts";

/** An error about an argument that the command does not take. */
export function unexpectedArgument(word: string, hint: string): UserError {
  return usageError({ code: "argument", message: `unexpected argument ${JSON.stringify(word)}`, hint });
}
