import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sampleFiles } from "../../scripts/sample-files.ts";
import { root } from "../../scripts/toolchain.mjs";
import { folderFiles } from "../support/folder.ts";

it("what is stored of the sample is what `npm run samples` writes", async () => {
  const { files, folders } = await sampleFiles();
  expect(folders.length).toBeGreaterThan(2);
  for (const { path, content } of files) {
    const file = join(root, path);
    expect(existsSync(file) ? readFileSync(file, "utf8") : "", path).toBe(content);
  }
  const stored = folders.flatMap((folder) =>
    folderFiles(join(root, folder)).map(([path]) => `${folder}/${path}`),
  );
  const written = files.map(({ path }) => path);
  expect(stored.filter((path) => !written.includes(path))).toEqual([]);
});
