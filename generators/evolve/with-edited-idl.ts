import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PlannedFile } from "../plan/plan.ts";

interface EditedIdl {
  /** Of the service. */
  readonly root: string;
  /** Files below `api/` with their new content. */
  readonly edited: readonly PlannedFile[];
}

/** Does the work in a folder whose `api/` has the edits: the service's own, or a copy while there are any. */
export async function withEditedIdl<T>(
  { root, edited }: EditedIdl,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  if (edited.length === 0) return work(root);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gomicro-edit-")));
  try {
    if (existsSync(join(root, "api"))) cpSync(join(root, "api"), join(folder, "api"), { recursive: true });
    for (const { path, content } of edited) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
