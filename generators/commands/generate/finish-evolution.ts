import { exitStatus } from "../../error.ts";
import { type Changes, printNote } from "../../evolve/changes.ts";
import type { Fate } from "../../layers/fate.ts";
import { applyPlan, type Decision } from "../../plan/apply-plan.ts";
import { unifiedDiff } from "../../plan/diff.ts";
import type { CommandInput } from "../command-input.ts";
import { isPreview } from "../is-preview.ts";
import { toJson } from "../terminal/to-json.ts";
import { withProgress } from "../terminal/with-progress.ts";
import type { Evolution } from "./propose-evolution.ts";

/** Prints the changes, or makes all of them or none. With `--check`, the status is 3 when there are any. */
export async function finishEvolution(input: CommandInput, evolution: Evolution): Promise<number> {
  const { parsed } = input;
  const found = isEmpty(evolution.changes) ? exitStatus.done : exitStatus.found;
  if (parsed.flags.has("check") || isPreview(parsed)) {
    reportChanges(input, evolution, false);
    return parsed.flags.has("check") ? found : exitStatus.done;
  }
  await makeChanges(input, evolution);
  reportChanges(input, evolution, true);
  return exitStatus.done;
}

/** Makes the changes without asking: a file that is overwritten is either generated or keeps all of its lines. */
export async function makeChanges(
  { world }: Pick<CommandInput, "world">,
  { service, changes: { write, remove } }: Evolution,
): Promise<void> {
  const decisions = new Map(write.map(({ path }): [string, Decision] => [path, "overwrite"]));
  const { signal } = world;
  await withProgress(world, "writing", () =>
    applyPlan({ plan: { files: write }, target: service.root, force: false, decisions, remove, signal }),
  );
}

function isEmpty({ write, remove }: Changes): boolean {
  return write.length === 0 && remove.length === 0;
}

/** Prints the changes of a service that were made, or would be. */
export function reportChanges(
  { world, parsed }: CommandInput,
  { changes, before }: Evolution,
  written: boolean,
): void {
  const files = [
    ...changes.write.map((file) => ({
      path: file.path,
      status: before.has(file.path) ? "changed" : "new",
      fate: file.fate,
      diff: unifiedDiff({ path: file.path, before: before.get(file.path) ?? null, after: file.content }),
    })),
    ...changes.remove.map((path) => ({
      path,
      status: "removed",
      fate: "made" as const,
      diff: removal(path, before.get(path) ?? ""),
    })),
  ];
  if (parsed.flags.has("json")) {
    const shown = parsed.flags.has("diff")
      ? files
      : files.map(({ path, status, fate }) => ({ path, status, fate }));
    world.stdout.write(toJson({ written, files: shown, notes: changes.notes }));
    return;
  }
  if (parsed.flags.has("diff")) world.stdout.write(files.map(({ diff }) => diff).join(""));
  else world.stdout.write(lines(files, parsed.flags.has("verbose") || !written));
  for (const note of changes.notes) world.stderr.write(`${printNote(note)}\n`);
  if (!written && !isEmpty(changes)) world.stderr.write("nothing was written\n");
}

function removal(path: string, before: string): string {
  return unifiedDiff({ path, before, after: "" }).replace(`+++ b/${path}`, "+++ /dev/null");
}

interface Line {
  readonly path: string;
  readonly status: string;
  readonly fate: Fate;
}

/** One line per file. Made files are summarised as a number unless all lines are wanted. */
function lines(files: readonly Line[], all: boolean): string {
  if (files.length === 0) return "the service is up to date with its IDL\n";
  const shown = all ? files : files.filter(({ fate }) => fate !== "made");
  const made = files.length - shown.length;
  const sum = made === 0 ? [] : [`${"".padEnd(7)}  generated: ${made} files\n`];
  return [...sum, ...shown.map(({ path, status }) => `${status.padEnd(7)}  ${path}\n`)].join("");
}
