import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { validated } from "../support/combinations.ts";
import { emit } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { changed, mayDiffer, outside } from "../support/isolation.ts";

const work = mkdtempSync(join(tmpdir(), "gomicro-isolation-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

it("of an IDL with rules, the framework changes only what belongs to it, and the checks of the rules are the same", () => {
  const [stdlib, grpc] = ["stdlib", "grpc"].map((framework) => {
    const folder = join(work, framework, "bookings");
    emit(folder, ["--framework", framework, "--partial", ...validated]);
    return readFolder(folder);
  });
  const paths = changed(stdlib ?? new Map(), grpc ?? new Map());
  expect(paths).toContain("internal/transport/transport.go");
  expect(outside(paths, mayDiffer)).toEqual([]);
  const checks = [
    "internal/validation/validation.go",
    "internal/transport/validate.gen.go",
    "api/openapi.yaml",
  ];
  for (const path of checks) {
    expect(stdlib?.has(path), path).toBe(true);
    expect(paths).not.toContain(path);
  }
});
