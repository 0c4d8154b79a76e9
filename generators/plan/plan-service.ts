import { checkPaths } from "../files/gate.ts";
import type { TextFile } from "../files/text-file.ts";
import type { IdlModel } from "../idl/model.ts";
import type { Fate } from "../layers/fate.ts";
import type { Layer } from "../layers/layer.ts";
import type { Facts } from "../layers/manifest.ts";
import type { View } from "../layers/view.ts";
import { viewOf } from "../layers/view-of.ts";
import { moduleFiles } from "../modules/module-files.ts";
import type { ModuleLock } from "../modules/module-lock.ts";
import { readRequirements } from "../modules/requirements.ts";
import type { Answers } from "../options/answers.ts";
import { compose } from "./compose.ts";
import type { Plan, PlannedFile } from "./plan.ts";
import { createLock, lockPath, printLock } from "./service-lock.ts";

/** Everything that a plan depends on. */
export interface PlanSources {
  readonly answers: Answers;
  readonly idl: IdlModel;
  /** What is generated from the IDL. */
  readonly gen: readonly TextFile[];
  /** The configuration of the tools that read the IDL. */
  readonly config: readonly TextFile[];
  /** The selected layers, and the facts that selected them. */
  readonly layers: readonly Layer[];
  readonly facts: Facts;
  readonly modules: ModuleLock;
  /** For the lock: the generator's version, and whether methods that the protocol can't carry are accepted. */
  readonly version: string;
  readonly partial: boolean;
}

/** Plans a service. Pure: no clock, no randomness, no disk. */
export function planService(sources: PlanSources): Plan {
  const { answers, idl, gen, config, modules, facts, layers, version, partial } = sources;
  const manifests = layers.map(({ manifest }) => manifest);
  const go = moduleFiles({ lock: modules, module: answers.module, facts, idl, manifests });
  const files = [
    ...composeTree({ ...sources, requirements: directRequirements(go) }),
    ...gen.map((file) => owned(file, "gen", "made")),
    ...config.map((file) => owned(file, "gen", "merged")),
    ...go.map((file) => owned(file, "modules", "merged")),
  ];
  const lock = owned({ path: lockPath, content: "" }, "lock", "made");
  checkPaths([...files, lock].map(({ path, layer }) => ({ path, owner: layer })));
  files.sort(byPath);
  // The sample has a method that plain HTTP can't carry.
  const accepted = partial || idl.sample;
  const content = printLock(
    createLock({ generator: version, answers: lockedAnswers(answers, idl), partial: accepted, files }),
  );
  return { files: [...files, { ...lock, content }].sort(byPath) };
}

/** The answers with the IDL's paths in the service, because the paths that it was read from differ between machines. */
function lockedAnswers(answers: Answers, { sample, files }: IdlModel): Answers {
  return sample ? answers : { ...answers, idl: files.map(({ path }) => `api/${path}`) };
}

/** The files of the layers and of the user's IDL, without generated code, module files and the lock. */
export function composeTree({
  answers,
  idl,
  layers,
  facts,
  modules,
  version,
  requirements,
}: Omit<PlanSources, "gen" | "config" | "partial"> & Pick<View, "requirements">): readonly PlannedFile[] {
  const view = viewOf({ answers, idl, facts, goVersion: modules.go, generator: version, requirements });
  const own = idl.sample ? [] : idl.files;
  return [
    ...compose(layers, view),
    ...own.map(({ path, text }) => owned({ path: `api/${path}`, content: text }, "idl", "seeded")),
  ];
}

/** The modules that the service itself imports, as its go.mod has them. */
function directRequirements(files: readonly TextFile[]): View["requirements"] {
  const goMod = files.find(({ path }) => path === "go.mod")?.content ?? "";
  return readRequirements(goMod).filter(({ indirect }) => !indirect);
}

function owned({ path, content }: TextFile, layer: string, fate: Fate): PlannedFile {
  return { path, content, mode: 0o644, layer, fate, service: null };
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
