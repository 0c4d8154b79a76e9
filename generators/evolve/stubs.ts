import { UserError } from "../error.ts";
import type { IdlService } from "../idl/model.ts";
import type { PlannedFile } from "../plan/plan.ts";
import { appendGo } from "./append-go.ts";
import type { Note } from "./changes.ts";
import { type GoFile, type GoFunction, readGo } from "./go-file.ts";
import { leftOver, otherSignatures } from "./stale.ts";

/** The folder of the user's methods. */
export const rpcFolder = "internal/rpc/";

export type StubbedService = Pick<IdlService, "goName" | "fileName" | "fullName" | "methods">;

interface StubSources {
  readonly services: readonly StubbedService[];
  /** `internal/rpc` of a service made today, by path. */
  readonly planned: ReadonlyMap<string, PlannedFile>;
  /** Every Go file there now, by path. */
  readonly existing: ReadonlyMap<string, string>;
  readonly module: string;
}

export interface StubChanges {
  readonly write: readonly PlannedFile[];
  readonly notes: readonly Note[];
}

export interface PlacedFunction extends GoFunction {
  readonly path: string;
  /** The file it is in. */
  readonly file: GoFile;
}

/** Stubs for what is new in the IDL, with their tests, and notes about what the user has that the IDL has no more. */
export function stubChanges({ services, planned, existing, module }: StubSources): StubChanges {
  const files = new Map([...existing].map(([path, source]) => [path, readGo(source)]));
  const functions = placed(existing);
  const write = new Map<string, PlannedFile>();
  const wanted: GoFile[] = [];
  for (const { goName, fileName } of services) {
    const stub = planned.get(`${rpcFolder}${fileName}.go`);
    const test = planned.get(`${rpcFolder}${fileName}_test.go`);
    if (stub === undefined) continue;
    const go = readGo(stub.content);
    wanted.push(go);
    const home = [...files].find(([, { types }]) => types.includes(goName))?.[0];
    if (home === undefined) {
      for (const file of [stub, test])
        if (file !== undefined) write.set(file.path, unlessThere(file, existing));
      continue;
    }
    const missing = go.functions.filter((one) => !functions.some((other) => isSame(one, other)));
    if (missing.length === 0) continue;
    const add = (path: string, from: PlannedFile, added: readonly GoFunction[]): void => {
      const source = write.get(path)?.content ?? existing.get(path) ?? emptyTest;
      write.set(path, {
        ...from,
        path,
        content: appendGo({ source, from: from.content, functions: added, module }),
      });
    };
    add(home, stub, missing);
    const tests = test === undefined ? [] : testsOf(test, goName, missing);
    const fresh = tests.filter((one) => !functions.some((other) => isSame(one, other)));
    if (test !== undefined && fresh.length > 0) add(test.path, test, fresh);
  }
  if (write.size > 0) addShared(write, { planned, existing, services });
  // The places in the files as they will be.
  const after = placed(
    new Map([...existing, ...[...write].map(([path, { content }]) => [path, content] as const)]),
  );
  return {
    write: [...write.values()],
    notes: [...otherSignatures(wanted, after), ...leftOver({ services, wanted, functions: after })],
  };
}

const emptyTest = "package rpc_test\n\nimport (\n)\n";

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
  throw new UserError("in-the-way", `${file.path} is there, and the new service's type is not in it`, {
    hint: "move it to another name: that is where the stubs go",
  });
}

/** What stubs and their tests have in common, where it is not there yet. */
function addShared(
  write: Map<string, PlannedFile>,
  { planned, existing, services }: Pick<StubSources, "planned" | "existing" | "services">,
): void {
  const own = new Set(services.flatMap(({ fileName }) => [`${fileName}.go`, `${fileName}_test.go`]));
  for (const [path, file] of planned) {
    if (own.has(path.slice(rpcFolder.length)) || existing.has(path)) continue;
    write.set(path, file);
  }
}
