import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validated } from "../support/combinations.ts";
import { emit } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { changed, mayDiffer, ofHttp, outside } from "../support/isolation.ts";
import { leaveOut } from "../support/leave-out.ts";
import { pairsWith, pairsWithout } from "../support/pairs.ts";

const work = mkdtempSync(join(tmpdir(), "gomicro-isolation-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const checks = ["internal/validation/validation.go", "internal/rpc/validate.gen.go"];

describe("of an IDL with rules", () => {
  const [first, ...others] = pairsWith({ idl: "proto" });
  const emitted = (framework: string, flags: readonly string[]) => {
    const folder = join(work, framework, "bookings");
    emit(folder, [...flags, "--partial", ...validated]);
    return readFolder(folder);
  };
  let before: ReadonlyMap<string, string>;
  beforeAll(() => {
    before = emitted(first?.title ?? "", first?.flags ?? []);
  });

  it.each(others.map((to) => ({ from: first, to })))(
    "from $from.title to $to.title only what belongs to the framework changes, and the checks of the rules are the same",
    ({ to }) => {
      const after = emitted(to.title, to.flags);
      const paths = changed(before, after);
      expect(paths).toContain("internal/transport/transport.go");
      const allowed = first === undefined ? [] : ofHttp(first, to);
      expect(outside(paths, [...mayDiffer, ...allowed])).toEqual([]);
      const described = allowed.length === 0 ? ["api/openapi.yaml"] : [];
      for (const path of [...checks, ...described]) {
        expect(after.has(path), path).toBe(true);
        expect(paths).not.toContain(path);
      }
    },
  );
  leaveOut(pairsWithout({ idl: "proto" }), "rules are written in protos");
});
