import { exitStatus, UserError } from "../../error.ts";

/** What inquirer throws when a prompt is left by Ctrl-C, by our signal or by the end of its input. */
const prompts = new Set(["ExitPromptError", "AbortPromptError", "CancelPromptError"]);

/** Whether this failure is the user's wish, or follows from it; a rollback that failed is news all the same. */
export function isInterruption(error: unknown, signal: AbortSignal): boolean {
  if (error instanceof UserError && error.code === "rollback") return false;
  if (error instanceof UserError && error.status === exitStatus.interrupted) return true;
  return signal.aborted || (error instanceof Error && prompts.has(error.name));
}
