import { UserError } from "../error.ts";
import { appendGo } from "../go/append-go.ts";
import { type GoFunction, readGo } from "../go/read-go.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { Note } from "./changes.ts";
import { leftOver, otherSignatures } from "./leftovers.ts";
import type { PlacedFunction } from "./placed-function.ts";
import { isBelow, type StubFile } from "./stub-files.ts";
import type { StubbedService } from "./stubbed-service.ts";

interface StubSources {
  readonly services: readonly StubbedService[];
  /** The stubs and their tests as they would be generated now, and the files that they share. */
  readonly stubs: readonly StubFile[];
  readonly shared: readonly PlannedFile[];
  /** The files of the service that may hold stubs, by path. */
  readonly existing: ReadonlyMap<string, string>;
  readonly module: string;
}

/** The files that stubs are written to, and notes for the user. */
export interface StubChanges {
  readonly write: readonly PlannedFile[];
  readonly notes: readonly Note[];
}

/**
 * Stubs and tests for what is new in the IDL, and notes about methods that the user implements and the IDL no longer
 * declares.
 */
export function stubChanges(sources: StubSources): StubChanges {
  const { services, stubs, shared, existing } = sources;
  const functions = placed(existing);
  const write = new Map<string, PlannedFile>();
  for (const service of services) {
    // One file may hold several services, so each service starts from what the last one added.
    const now = new Map([...existing, ...textsOf(write)]);
    const changed = ofService(service, { ...sources, existing: now }, functions);
    for (const file of changed) write.set(file.path, file);
  }
  if (write.size > 0) {
    for (const file of shared) if (!existing.has(file.path)) write.set(file.path, file);
  }
  // Notes refer to lines in the files as they will be.
  const after = placed(new Map([...existing, ...textsOf(write)]));
  const wanted = services.flatMap((service) => {
    const { stub } = filesOf(service, stubs);
    return stub === undefined ? [] : [readGo(stub.file.content)];
  });
  const notes = [...otherSignatures(wanted, after), ...leftOver({ services, wanted, functions: after })];
  return { write: [...write.values()], notes: notes.sort(byPlace) };
}

function textsOf(files: ReadonlyMap<string, PlannedFile>): ReadonlyMap<string, string> {
  return new Map([...files].map(([path, { content }]) => [path, content]));
}

function filesOf({ fileName }: StubbedService, stubs: readonly StubFile[]) {
  const own = stubs.filter(({ service }) => service === fileName);
  return { stub: own.find(({ isTest }) => !isTest), test: own.find(({ isTest }) => isTest)?.file };
}

/** The files that change for one service. */
function ofService(
  service: StubbedService,
  { stubs, existing, module }: StubSources,
  functions: readonly PlacedFunction[],
): readonly PlannedFile[] {
  const { goName } = service;
  const { stub: planned, test } = filesOf(service, stubs);
  if (planned === undefined) return [];
  const { file: stub, folder } = planned;
  const [home] =
    [...existing].find(([path, source]) => isBelow(path, folder) && readGo(source).types.includes(goName)) ??
    [];
  if (home === undefined) {
    return [stub, test].flatMap((file) => (file === undefined ? [] : [unlessThere(file, existing)]));
  }
  const isNew = (one: GoFunction) => !functions.some((other) => isSame(one, other));
  const missing = readGo(stub.content).functions.filter(isNew);
  const tests = test === undefined ? [] : testsOf(test, goName, missing).filter(isNew);
  const add = (path: string, from: PlannedFile, added: readonly GoFunction[]): readonly PlannedFile[] => {
    if (added.length === 0) return [];
    const source = existing.get(path) ?? emptyLike(from.content);
    return [{ ...from, path, content: appendGo({ source, from: from.content, functions: added, module }) }];
  };
  return [...add(home, stub, missing), ...(test === undefined ? [] : add(test.path, test, tests))];
}

function byPlace(a: Note, b: Note): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}

/** An empty file of the same package. */
function emptyLike(source: string): string {
  return `${/^package \w+$/m.exec(source)?.[0] ?? ""}\n\nimport (\n)\n`;
}

function placed(sources: ReadonlyMap<string, string>): readonly PlacedFunction[] {
  return [...sources].flatMap(([path, source]) => {
    const file = readGo(source);
    return file.functions.map((one) => ({ ...one, path, file }));
  });
}

function isSame(a: GoFunction, b: GoFunction): boolean {
  return a.receiver === b.receiver && a.name === b.name;
}

function testsOf(test: PlannedFile, goName: string, methods: readonly GoFunction[]): readonly GoFunction[] {
  const names = new Set(methods.map(({ name }) => `Test${goName}_${name}`));
  return readGo(test.content).functions.filter(({ name }) => names.has(name));
}

function unlessThere(file: PlannedFile, existing: ReadonlyMap<string, string>): PlannedFile {
  if (!existing.has(file.path)) return file;
  throw new UserError("in-the-way", `${file.path} exists and does not contain the new service's type`, {
    hint: "rename the file: the stubs are written to this path",
  });
}
