import { type ApplyResult, applyPlan, type Decision } from "../../plan/apply-plan.ts";
import type { CommandInput } from "../command-input.ts";
import { withProgress } from "../terminal/with-progress.ts";
import { type GitOutcome, gitInit } from "./git-init.ts";
import type { Proposal } from "./propose.ts";

/** What was written, and whether a git repository was created. */
export interface WriteResult extends ApplyResult {
  /** Null with `--no-git`. */
  readonly git: GitOutcome | null;
}

/** Writes all of the proposed files or none, and runs `git init`. */
export async function carryOut(
  { world, parsed }: CommandInput,
  { plan, target }: Proposal,
  decisions: ReadonlyMap<string, Decision>,
): Promise<WriteResult> {
  const { signal } = world;
  const force = parsed.flags.has("force");
  const result = await withProgress(world, "writing", () =>
    applyPlan({ plan, target, force, decisions, signal }),
  );
  const git = parsed.flags.has("no-git") ? null : await gitInit(target, world);
  return { ...result, git };
}
