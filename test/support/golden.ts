import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Combination, serviceName } from "./combinations.ts";
import { emit } from "./emit.ts";
import { readFolder } from "./folder.ts";
import { readGolden } from "./golden-folder.ts";

/** Compares what is emitted with its golden, both ways: every file that is missing, that is too many, or that differs. */
export function matchesItsGolden({ name, flags }: Combination): void {
  it(`${name} is what its golden holds`, () => {
    const work = mkdtempSync(join(tmpdir(), "gomicro-golden-"));
    try {
      const folder = join(work, serviceName);
      emit(folder, flags);
      const emitted = readFolder(folder);
      const golden = readGolden(name);
      expect.soft([...emitted.keys()]).toEqual([...golden.keys()]);
      for (const [path, text] of golden) {
        if (emitted.has(path)) expect.soft(emitted.get(path), path).toBe(text);
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
