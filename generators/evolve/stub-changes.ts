import { UserError } from "../error.ts";
import { appendGo } from "../go/append-go.ts";
import { type GoFunction, readGo } from "../go/read-go.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { Note } from "./changes.ts";
import { leftOver, otherSignatures } from "./leftovers.ts";
import type { PlacedFunction } from "./placed-function.ts";
import type { StubbedService } from "./stubbed-service.ts";

/** The folder of the user's handlers. */
export const rpcFolder = "internal/rpc/";
const transportFolder = "internal/transport/";

/**
 * Whether a file contains stubs or tests of them. Tests over Thrift are beside the transport, because their clients
 * are the framework's.
 */
export function isStub(path: string): boolean {
  return path.startsWith(rpcFolder)
    ? path.endsWith(".go") && !path.endsWith(".gen.go")
    : path.startsWith(transportFolder) && /(^|_|\/)wire_test\.go$/.test(path);
}

interface StubSources {
  readonly services: readonly StubbedService[];
  /** The stubs of the service as it would be generated now, by path. */
  readonly planned: ReadonlyMap<string, PlannedFile>;
  /** The stub files that exist, by path. */
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
  const { services, planned, existing } = sources;
  const functions = placed(existing);
  const write = new Map<string, PlannedFile>();
  for (const service of services) {
    // One file may hold several services, so each service starts from what the last one added.
    const now = new Map([...existing, ...textsOf(write)]);
    const changed = ofService(service, { ...sources, existing: now }, functions);
    for (const file of changed) write.set(file.path, file);
  }
  if (write.size > 0) addShared(write, sources);
  // Notes refer to lines in the files as they will be.
  const after = placed(new Map([...existing, ...textsOf(write)]));
  const wanted = services.flatMap((service) => {
    const stub = planned.get(stubPath(service));
    return stub === undefined ? [] : [readGo(stub.content)];
  });
  const notes = [...otherSignatures(wanted, after), ...leftOver({ services, wanted, functions: after })];
  return { write: [...write.values()], notes: notes.sort(byPlace) };
}

function textsOf(files: ReadonlyMap<string, PlannedFile>): ReadonlyMap<string, string> {
  return new Map([...files].map(([path, { content }]) => [path, content]));
}

function stubPath({ fileName }: StubbedService): string {
  return `${rpcFolder}${fileName}.go`;
}

function testPaths({ fileName }: StubbedService): readonly string[] {
  return [`${rpcFolder}${fileName}_test.go`, `${transportFolder}${fileName}_wire_test.go`];
}

/** The files that change for one service. */
function ofService(
  service: StubbedService,
  { planned, existing, module }: StubSources,
  functions: readonly PlacedFunction[],
): readonly PlannedFile[] {
  const { goName } = service;
  const stub = planned.get(stubPath(service));
  const test = testPaths(service).flatMap((path) => planned.get(path) ?? [])[0];
  if (stub === undefined) return [];
  const home = [...existing].find(([, source]) => readGo(source).types.includes(goName))?.[0];
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

/** Adds the files that all stubs or tests share, if they don't exist yet. */
function addShared(
  write: Map<string, PlannedFile>,
  { planned, existing, services }: Pick<StubSources, "planned" | "existing" | "services">,
): void {
  const own = new Set(services.flatMap((service) => [stubPath(service), ...testPaths(service)]));
  for (const [path, file] of planned) if (!own.has(path) && !existing.has(path)) write.set(path, file);
}
