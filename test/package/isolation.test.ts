import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emit } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { changed, mayDiffer, ofHttp, outside } from "../support/isolation.ts";
import { type Pair, pairs } from "../support/pairs.ts";

/** Thrift has message types of its own, so the IDL kind may change these too. */
const mayDifferByIdl = [
  /^api\//,
  /^internal\/rpc\//,
  /^buf\.yaml$/,
  /^third_party\//,
  /^Makefile$/,
  /^\.github\//, // buf compares protos with those of the main branch
];

const fixed = /^(cmd|internal\/(inventory|store|platform|fault))\//;

describe("changing the answer framework", () => {
  let work: string;
  const emitted = new Map<Pair, ReadonlyMap<string, string>>();
  const files = (pair: Pair | undefined) => (pair && emitted.get(pair)) ?? new Map<string, string>();
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), "gomicro-isolation-"));
    for (const pair of pairs) {
      // One name and one folder name for all: nothing but the framework differs.
      const folder = join(work, pair.title, "orders");
      emit(folder, pair.flags);
      emitted.set(pair, readFolder(folder));
    }
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const changes = pairs.flatMap((from, index) => pairs.slice(index + 1).map((to) => ({ from, to })));

  it.each(changes)("from $from.title to $to.title touches only what may differ", ({ from, to }) => {
    const paths = changed(files(from), files(to));
    expect(paths).toContain("internal/transport/transport.go");
    expect(
      outside(paths, [...mayDiffer, ...(from.idl === to.idl ? [] : mayDifferByIdl), ...ofHttp(from, to)]),
    ).toEqual([]);
  });

  it.each(pairs)("to $title never touches main.go, the business code, the store or the runtime", (pair) => {
    const fixedOf = (one: Pair | undefined) => [...files(one)].filter(([path]) => fixed.test(path));
    expect(fixedOf(pair).length).toBeGreaterThan(20);
    expect(fixedOf(pair)).toEqual(fixedOf(pairs[0]));
  });

  it("keeps main.go within a hundred lines", () => {
    const main = files(pairs[0]).get("cmd/orders/main.go") ?? "";
    expect(main.split("\n").length - 1).toBeGreaterThan(40);
    expect(main.split("\n").length - 1).toBeLessThanOrEqual(100);
  });
});
