import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import type { Combination } from "./combinations.ts";
import { emit } from "./emit.ts";
import { readFolder } from "./folder.ts";

/** Compares what is emitted with its golden folder, both ways. */
export function matchesItsGolden({ name, flags }: Combination): void {
  it(`${name} is what its golden folder holds`, () => {
    const work = mkdtempSync(join(tmpdir(), "gomicro-golden-"));
    try {
      const folder = join(work, name);
      emit(folder, flags);
      const emitted = readFolder(folder);
      const golden = readFolder(join(root, "test", "golden", name));
      expect([...emitted.keys()]).toEqual([...golden.keys()]);
      for (const [path, text] of golden) expect(emitted.get(path), path).toBe(text);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
