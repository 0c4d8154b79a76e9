import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { emit } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { pairs } from "../support/pairs.ts";

it.each(pairs)("a service whose IDL has no rules has no trace of them: $title", ({ flags }) => {
  const work = mkdtempSync(join(tmpdir(), "gomicro-rules-"));
  onTestFinished(() => rmSync(work, { recursive: true, force: true }));
  emit(join(work, "orders"), flags);
  // buf itself, a tool of the service's authors, checks rules too.
  const own = [...readFolder(join(work, "orders"))].filter(([path]) => !path.startsWith("tools/"));
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter(([, text]) => /protovalidate|buf\/validate/.test(text)).map(([path]) => path)).toEqual(
    [],
  );
});
