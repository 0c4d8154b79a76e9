import { exitStatus, UserError } from "../../error.ts";
import type { World } from "../world.ts";
import { isInterruption } from "./is-interruption.ts";
import { paintFor } from "./paint.ts";
import { toJson } from "./to-json.ts";

const bug = "this is a bug in create-gomicro; please report it with the lines above";

/**
 * Prints a user's error in one or two lines, any other error with its stack, and with `--json` one JSON document.
 * Returns the exit status.
 */
export function reportError(thrown: unknown, world: World): number {
  const { argv, env, stdout, stderr } = world;
  const error = isInterruption(thrown, world.signal) ? interrupted() : thrown;
  if (!(error instanceof UserError)) {
    stderr.write(`${error instanceof Error ? error.stack : String(error)}\n${bug}\n`);
  }
  const { code, message, hint, status } = error instanceof UserError ? error : asBug(error);
  if (argv.includes("--json")) {
    stdout.write(toJson({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }));
  } else if (error instanceof UserError) {
    const paint = paintFor(stderr, env);
    stderr.write(`${paint("red", "error:")} ${message}\n`);
    if (hint !== undefined) stderr.write(`${paint("dim", "hint:")} ${hint}\n`);
  }
  return status;
}

function interrupted(): UserError {
  return new UserError("interrupted", "interrupted: nothing was written", { status: exitStatus.interrupted });
}

function asBug(error: unknown): Pick<UserError, "code" | "message" | "hint" | "status"> {
  const message = error instanceof Error ? error.message : String(error);
  return { code: "bug", message, hint: bug, status: exitStatus.failed };
}
