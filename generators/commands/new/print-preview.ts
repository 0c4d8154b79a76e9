import { diffPlan } from "../../plan/diff.ts";
import type { CommandInput } from "../command-input.ts";
import { toJson } from "../terminal/to-json.ts";
import type { Proposal } from "./propose.ts";
import { showTree } from "./show-tree.ts";

/** Prints what `--dry-run` and `--diff` show. */
export function printPreview({ world, parsed }: CommandInput, proposal: Proposal): void {
  const { compared, dir, answers } = proposal;
  const diff = parsed.flags.has("diff");
  if (parsed.flags.has("json")) {
    const files = compared.map((one) => ({
      path: one.file.path,
      status: one.status,
      mode: one.file.mode.toString(8),
      layer: one.file.layer,
      fate: one.file.fate,
      ...(diff ? { diff: diffPlan([one]) } : {}),
    }));
    world.stdout.write(toJson({ dir, written: false, answers, files }));
    return;
  }
  world.stdout.write(diff ? diffPlan(compared) : `${dir}/\n${showTree(compared)}`);
  world.stderr.write(`${summary(proposal)}; nothing was written\n`);
}

/** `58 files: 50 new, 6 unchanged, 2 in conflict` */
export function summary({ compared }: Pick<Proposal, "compared">): string {
  const count = (wanted: string) => compared.filter(({ status }) => status === wanted).length;
  const [same, conflicts] = [count("same"), count("conflict")];
  const parts = [
    `${count("create")} new`,
    same && `${same} unchanged`,
    conflicts && `${conflicts} in conflict`,
  ];
  return `${compared.length} files: ${parts.filter(Boolean).join(", ")}`;
}
