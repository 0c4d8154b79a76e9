import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emit } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { changed, mayDiffer, outside } from "../support/isolation.ts";

/** Thrift has message types of its own, so the IDL kind may change these too. */
const mayDifferByIdl = [
  /^api\//,
  /^internal\/rpc\//,
  /^buf\.yaml$/,
  /^third_party\//,
  /^Makefile$/,
  /^\.github\//, // buf compares protos with those of the main branch
];
/** Shared by every HTTP framework, and absent where nothing speaks HTTP. */
const mayBeAbsent = [/^internal\/httpjson\//];

describe("changing the answer framework", () => {
  let work: string;
  const emitted = new Map<string, ReadonlyMap<string, string>>();
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), "gomicro-isolation-"));
    for (const framework of ["stdlib", "grpc", "kitex"]) {
      // One name and one folder name for all: nothing but the framework differs.
      const folder = join(work, framework, "orders");
      emit(folder, ["--framework", framework]);
      emitted.set(framework, readFolder(folder));
    }
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const between = (from: string, to: string) =>
    changed(emitted.get(from) ?? new Map(), emitted.get(to) ?? new Map());

  it("from stdlib to grpc touches only what belongs to the framework", () => {
    const paths = between("stdlib", "grpc");
    expect(paths).toContain("internal/transport/transport.go");
    expect(outside(paths, mayDiffer)).toEqual([]);
  });

  it("from grpc to kitex touches only what belongs to the framework or the IDL kind", () => {
    const paths = between("grpc", "kitex");
    expect(paths).toContain("internal/transport/transport.go");
    expect(outside(paths, [...mayDiffer, ...mayDifferByIdl, ...mayBeAbsent])).toEqual([]);
  });

  it("never touches main.go, the business code, the store or the runtime", () => {
    for (const [framework, files] of emitted) {
      const mine = [...files].filter(([path]) =>
        /^(cmd|internal\/(inventory|store|platform|fault))\//.test(path),
      );
      const stdlib = [...(emitted.get("stdlib") ?? [])].filter(([path]) =>
        mine.some(([other]) => other === path),
      );
      expect(mine.length, framework).toBeGreaterThan(20);
      expect(mine, framework).toEqual(stdlib);
    }
  });

  it("keeps main.go within a hundred lines", () => {
    const main = emitted.get("grpc")?.get("cmd/orders/main.go") ?? "";
    expect(main.split("\n").length - 1).toBeGreaterThan(40);
    expect(main.split("\n").length - 1).toBeLessThanOrEqual(100);
  });
});
