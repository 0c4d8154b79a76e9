import { UserError } from "../../error.ts";
import type { Changes } from "../../evolve/changes.ts";
import { type ExistingService, readCurrent, readExact, readService } from "../../evolve/read-service.ts";
import { regenerate } from "../../evolve/regenerate.ts";
import { withEditedIdl } from "../../evolve/with-edited-idl.ts";
import { kindBelow } from "../../files/disk.ts";
import { joinSources } from "../../layers/join-sources.ts";
import type { LayerSource } from "../../layers/layer.ts";
import { generateService } from "../../plan/generate-service.ts";
import type { PlannedFile } from "../../plan/plan.ts";
import type { CommandInput } from "../command-input.ts";
import type { Parts } from "../parts.ts";
import { withProgress } from "../terminal/with-progress.ts";

/** The effect of a change of the IDL on the service in this folder. Nothing has been written. */
export interface Evolution {
  readonly service: ExistingService;
  readonly changes: Changes;
  /** The current content of the files to be written, by path. New files are not in it. */
  readonly before: ReadonlyMap<string, string>;
}

/**
 * Reads the service and its IDL, applies the given edits, and compares the service with what would be generated now.
 */
export async function proposeEvolution(
  { world, parts, parsed }: CommandInput,
  edited: readonly PlannedFile[],
): Promise<Evolution> {
  const { env, signal, system, cwd } = world;
  const service = readService(cwd);
  const { lock } = service;
  const layers = await layersOf(lock.answers.preset, parts, cwd);
  const made = await withProgress(world, "reading the IDL and generating code", (progress) =>
    withEditedIdl({ root: cwd, edited }, (folder) =>
      generateService({
        answers: { ...lock.answers, idl: ["api"] },
        layers,
        parts,
        run: {
          cwd: folder,
          protoPaths: ["api"],
          partial: lock.partial || parsed.flags.has("partial"),
          buf: parsed.flags.get("buf")?.[0] ?? null,
          ...{ env, signal, system, progress },
        },
      }),
    ),
  );
  const before = new Map(readCurrent(service, made.plan));
  for (const { path } of edited) if (kindBelow(cwd, path) === "file") before.set(path, readExact(cwd, path));
  const changes = regenerate({
    ...made,
    lock,
    current: before,
    edited,
    exists: (path) => kindBelow(cwd, path) !== "missing",
  });
  return { service, changes, before };
}

/** The preset may have brought layers. If the preset can't be found any more, the built-in layers have to do. */
async function layersOf(preset: string | null, parts: Parts, cwd: string): Promise<LayerSource> {
  const source = await parts.layers();
  if (preset === null) return source;
  try {
    const { layers } = await parts.preset(preset, cwd);
    return layers === null ? source : joinSources([source, layers]);
  } catch (error) {
    if (error instanceof UserError && error.code === "preset") return source;
    throw error;
  }
}
