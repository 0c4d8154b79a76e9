import type { Decision } from "../../plan/apply-plan.ts";
import type { ComparedFile } from "../../plan/compare.ts";
import { unifiedDiff } from "../../plan/diff.ts";
import type { CommandInput } from "../command-input.ts";
import type { Asker } from "../terminal/create-asker.ts";
import type { Proposal } from "./propose.ts";

const keep = "keep it";
const overwrite = "overwrite it";
const overwriteAll = "overwrite it and all others";

/** Asks one question for each file that exists with other content. */
export async function decide(
  { world, parsed }: CommandInput,
  { compared }: Pick<Proposal, "compared">,
  asker: Asker,
): Promise<Map<string, Decision>> {
  const decisions = new Map<string, Decision>();
  if (parsed.flags.has("force")) return decisions;
  let all = false;
  for (const { file, existing } of conflictsIn(compared)) {
    if (!all) world.stderr.write(unifiedDiff({ path: file.path, before: existing, after: file.content }));
    const answer: string = all
      ? overwrite
      : await asker.choose(`${file.path} exists with other content`, [
          { value: keep, description: "The existing file stays." },
          { value: overwrite, description: "Its content is lost." },
          { value: overwriteAll, description: "The content of every such file is lost." },
        ]);
    all ||= answer === overwriteAll;
    decisions.set(file.path, answer === keep ? "keep" : "overwrite");
  }
  return decisions;
}

/** The files that exist with other content. */
export function conflictsIn(compared: readonly ComparedFile[]): readonly ComparedFile[] {
  return compared.filter(({ status }) => status === "conflict");
}
