import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { emit } from "../support/emit.ts";
import { leaveOut } from "../support/leave-out.ts";
import { anyPair, pairsWith, pairsWithout } from "../support/pairs.ts";
import { inService } from "../support/service.ts";

const work = mkdtempSync(join(tmpdir(), "gomicro-published-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

it("an IDL that imports for options alone makes a service with tidy modules", { timeout: 600_000 }, () => {
  const folder = join(work, "options", "days");
  emit(folder, [...anyPair({ idl: "proto" }).flags, "--idl", join(root, "test/fixtures/idl/options")]);
  expect(inService(folder, "go", "mod", "tidy", "-diff")).toEqual({ status: 0, output: "" });
  expect(inService(folder, "go", "vet", "./...")).toEqual({ status: 0, output: "" });
});

/** An IDL that takes messages, options and methods' answers from published protos, and one of Google's that nobody publishes. */
describe.each(pairsWith({ idl: "proto" }))(
  "an IDL that imports published protos, on $title",
  ({ title, flags }) => {
    const folder = join(work, title.replace(" ", "-"), "jobs");
    const run = (command: string, ...args: readonly string[]) => inService(folder, command, ...args);
    beforeAll(() => emit(folder, [...flags, "--idl", join(root, "test/fixtures/idl/cloud")]));

    it("makes a service that is vetted, with tidy modules", { timeout: 600_000 }, () => {
      expect(run("gofmt", "-l", ".")).toEqual({ status: 0, output: "" });
      expect(run("go", "mod", "tidy", "-diff")).toEqual({ status: 0, output: "" });
      expect(run("go", "vet", "./...")).toEqual({ status: 0, output: "" });
    });

    it("is changed by nothing that make generate does", { timeout: 600_000 }, () => {
      run("git", "init", "--quiet");
      run("git", "add", "--all");
      expect(run("make", "--silent", "generate", "BUF=buf").status).toBe(0);
      expect(run("git", "status", "--porcelain").output).not.toMatch(/^(\?\?|.M)/m);
    });
  },
);

leaveOut(pairsWithout({ idl: "proto" }), "no Thrift file is published as a Go module");
