import { dirname } from "node:path/posix";
import type { Plan, PlannedFile } from "../plan/plan.ts";
import type { ServiceLock } from "../plan/service-lock.ts";

/** A planned file with the stubs of one service, or with the tests of those. */
export interface StubFile {
  readonly file: PlannedFile;
  /** The `fileName` of its service. */
  readonly service: string;
  readonly folder: string;
  readonly isTest: boolean;
}

/** The stubs in a plan: the seeded files that are for one service. */
export function stubsOf(files: readonly PlannedFile[]): readonly StubFile[] {
  return files.flatMap((file) => {
    const { path, fate, service } = file;
    if (fate !== "seeded" || service === null) return [];
    return [{ file, service, folder: dirname(path), isTest: isTest(path) }];
  });
}

/** The planned files that all stubs share: what else their layer seeds, such as the tests' helpers. */
export function sharedByStubs(files: readonly PlannedFile[]): readonly PlannedFile[] {
  const layers = new Set(stubsOf(files).map(({ file }) => file.layer));
  return files.filter(
    ({ layer, fate, service }) => fate === "seeded" && service === null && layers.has(layer),
  );
}

interface Fates {
  readonly plan: Plan;
  readonly lock: ServiceLock;
}

/**
 * Tells which files of the service may hold stubs, or tests of them: the Go files in the folders of stubs that are the
 * user's, because they were seeded or because the generator does not know them. Where there are only tests of stubs,
 * only tests count.
 */
export function stubHolders({ plan, lock }: Fates): (path: string) => boolean {
  const folders = new Map<string, boolean>();
  for (const { folder, isTest } of stubsOf(plan.files))
    folders.set(folder, folders.get(folder) === true || !isTest);
  const planned = new Map(plan.files.map(({ path, fate }) => [path, fate]));
  return (path) => {
    const fate = lock.files[path]?.fate ?? planned.get(path) ?? "seeded";
    if (!path.endsWith(".go") || fate !== "seeded") return false;
    return [...folders].some(([folder, code]) => isBelow(path, folder) && (code || isTest(path)));
  };
}

export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isTest(path: string): boolean {
  return path.endsWith("_test.go");
}
