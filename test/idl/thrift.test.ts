import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { startService } from "../conformance/running-service.ts";
import { emit } from "../support/emit.ts";
import { leaveOut } from "../support/leave-out.ts";
import { pairsWith, pairsWithout } from "../support/pairs.ts";
import { buildService, inService } from "../support/service.ts";
import { buildCaller, callAll } from "./call-all.ts";
import { copyPublished, fixtures, pair } from "./thrift-folder.ts";

const kitex = "github.com/cloudwego/kitex";
const thriftgo = "github.com/cloudwego/thriftgo";

interface Idl {
  readonly name: string;
  /** Absolute. */
  readonly path: (work: string) => string;
  readonly flags?: readonly string[];
}

const own = (name: string): Idl => ({ name, path: () => join(fixtures, name) });
const published = (module: string, name: string): Idl => ({
  name: `${module} ${name}`,
  path: (work) => copyPublished(module, name, work),
});
/** Files and folders of an npm package, in one service. */
const npm = (name: string, folder: string, ...paths: readonly string[]): Idl => {
  const [first = "", ...rest] = paths.map((path) => join(root, "node_modules", name, folder, path));
  return { name: `${name} ${paths[0]}`, path: () => first, flags: rest.flatMap((path) => ["--idl", path]) };
};

/** Of Apache Thrift's own tests: what it takes for names, comments, typedefs and services. */
const apache = [
  "NameConflictTest",
  "DenseLinkingTest",
  "DocTest",
  "ManyTypedefs",
  "MultiService",
  "StressTest",
];

const idls: readonly Idl[] = [
  own("signatures.thrift"),
  own("names.thrift"),
  own("alike.thrift"),
  own("comments.thrift"),
  own("crlf.thrift"),
  own("unions.thrift"),
  own("several.thrift"),
  own("bare.thrift"),
  own("endless.thrift"),
  own("shop"),
  own("streams"),
  own("parcels"),
  {
    name: "search",
    path: () => join(fixtures, "search", "calls", "calls.thrift"),
    flags: ["--proto-path", join(fixtures, "search", "common")],
  },
  published(thriftgo, "tests/options/cases/thrifttest/a.thrift"),
  published(thriftgo, "tool/trimmer/test_cases/sample1.thrift"),
  published(thriftgo, "thrift_reflection/reflection_test_idl.thrift"),
  published(kitex, "internal/mocks/thrift/mock.thrift"),
  published(kitex, "pkg/generic/json_test/idl/extend.thrift"),
  published(kitex, "pkg/generic/json_test/idl/example_multi_service.thrift"),
  npm("hive-driver", "thrift", "TCLIService.thrift"),
  npm("jaeger-client", "dist/src/jaeger-idl", "thrift"),
  npm("thriftrw", "test/thrift", ...apache.map((name) => `${name}.thrift`)),
];

const work = mkdtempSync(join(tmpdir(), "gomicro-thrift-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const cases = pairsWith({ idl: "thrift" }).flatMap((on) =>
  idls.map((idl) => ({ ...idl, title: on.title, flags: [...on.flags, ...(idl.flags ?? [])] })),
);
leaveOut(pairsWithout({ idl: "thrift" }), "it reads protos");

describe.each(cases)("a service of $name on $title", { timeout: 600_000 }, ({ name, title, path, flags }) => {
  const base = join(work, `${name}-${title}`.replaceAll(/\W/g, "-"));
  const folder = join(base, "shop");
  const run = (command: string, ...args: readonly string[]) => inService(folder, command, ...args);

  beforeAll(() => {
    const idl = path(join(base, "idl"));
    // One module path for all, so that they share what Go has built.
    emit(folder, ["--module", "example.com/shop", "--idl", idl, ...flags]);
  });

  it("is gofmt-clean", () => {
    expect(run("gofmt", "-l", ".")).toEqual({ status: 0, output: "" });
  });

  it("is vetted", () => {
    expect(run("go", "vet", "./...")).toEqual({ status: 0, output: "" });
  });

  it("has tidy modules", () => {
    expect(run("go", "mod", "tidy", "-diff")).toEqual({ status: 0, output: "" });
  });

  it("answers a Kitex client on every method, over the wire", () => {
    const { status, output } = run(
      ...(["go", "test", "-trimpath", "-v", "-run", "^Test[^_]+_", "./internal/transport"] as const),
    );
    expect(output).not.toMatch(/--- FAIL|^panic/m);
    expect(output).toMatch(/^--- PASS: Test\w+_\w+/m);
    expect(status, output).toBe(0);
  });

  it("is changed by nothing that make generate does, which runs Kitex' own tool", () => {
    run("git", "init", "--quiet");
    run("git", "add", "--all");
    const { status, output } = run("make", "--silent", "generate");
    expect(status, output).toBe(0);
    expect(run("git", "diff", "--stat").output).toBe("");
    expect(run("git", "status", "--porcelain").output).not.toContain("??");
  });
});

describe("the binary", { timeout: 600_000 }, () => {
  const folder = join(work, "binary", "shop");
  const idl = join(fixtures, "signatures.thrift");

  it("answers every method with its name and the trace id, and nothing to a oneway call", async () => {
    emit(folder, [...pair.flags, "--module", "example.com/shop", "--idl", idl]);
    const service = await startService({ binary: buildService(folder, "shop") });
    try {
      const outcomes = callAll(buildCaller(folder, "thrift-caller"), service.speaking("thrift"));
      expect(outcomes.map(({ method }) => method)).toHaveLength(21);
      for (const { method, code, message, traceId } of outcomes) {
        if (method === "Forget") {
          expect({ code, message }).toEqual({ code: 0, message: "" });
          continue;
        }
        expect(code, `${method}: ${message}`).toBe(12);
        expect(message).toMatch(/^Signatures\.\w+ is not implemented yet$/);
        expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      }
      await service.logged((line) => line.msg === "request" && line.method === "Signatures/forget");
    } finally {
      expect((await service.stop()).code).toBe(0);
    }
  });

  it("answers every stream with its name and the trace id", async () => {
    const chat = join(work, "streams", "shop");
    emit(chat, [...pair.flags, "--module", "example.com/shop", "--idl", join(fixtures, "streams")]);
    const service = await startService({ binary: buildService(chat, "shop") });
    try {
      const outcomes = callAll(buildCaller(chat, "stream-caller"), service.speaking("thrift"));
      expect(outcomes.map(({ method }) => method)).toEqual(["Chat", "Upload", "watch_room", "News"]);
      for (const { method, code, message, traceId } of outcomes) {
        expect({ code, message }).toEqual({ code: 12, message: `Chat.${method} is not implemented yet` });
        await service.logged((line) => line.method === `Chat/${method}` && line.trace_id === traceId);
      }
    } finally {
      expect((await service.stop()).code).toBe(0);
    }
    const { output } = inService(chat, "go", "tool", "-modfile=tools/go.mod", "golangci-lint", "run");
    expect(output).toContain("0 issues");
  });

  it("passes the linters of the service", () => {
    const { output } = inService(folder, "go", "tool", "-modfile=tools/go.mod", "golangci-lint", "run");
    expect(output).toContain("0 issues");
  });
});
