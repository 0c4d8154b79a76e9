import { exitStatus, UserError } from "../../error.ts";

/**
 * The names of the errors that inquirer throws when a prompt ends by Ctrl-C, by our signal, or because its input
 * ended.
 */
const prompts = new Set(["ExitPromptError", "AbortPromptError", "CancelPromptError"]);

/** Whether an error is an interruption or follows from one. A failed rollback is always reported as itself. */
export function isInterruption(error: unknown, signal: AbortSignal): boolean {
  if (error instanceof UserError && error.code === "rollback") return false;
  if (error instanceof UserError && error.status === exitStatus.interrupted) return true;
  return signal.aborted || (error instanceof Error && prompts.has(error.name));
}
