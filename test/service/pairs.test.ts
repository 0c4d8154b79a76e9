import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adminContract } from "../conformance/admin.ts";
import { grpcContract } from "../conformance/grpc.ts";
import { httpContract } from "../conformance/http.ts";
import { lifecycleContract } from "../conformance/lifecycle.ts";
import { openapiContract } from "../conformance/openapi.ts";
import { ownIdlContract } from "../conformance/own-idl.ts";
import { readmeContract } from "../conformance/readme.ts";
import { settingsContract } from "../conformance/settings.ts";
import type { Subject } from "../conformance/subject.ts";
import { thriftContract } from "../conformance/thrift.ts";
import { tlsContract } from "../conformance/tls.ts";
import { tracingContract } from "../conformance/tracing.ts";
import { validationContract, writeChat } from "../conformance/validation.ts";
import { library, validated } from "../support/combinations.ts";
import { emit } from "../support/emit.ts";
import { type Pair, pairs, pairsWith, partial, storeOf } from "../support/pairs.ts";
import { buildService, inService } from "../support/service.ts";

interface Case extends Pair {
  readonly subject: string;
  readonly flags: readonly string[];
  /** The contract of an IDL of one's own; the sample's when there is none. */
  readonly own?: (subject: Subject) => void;
  /** What its author adds to the service before it is built. */
  readonly write?: (folder: string) => void;
}

/** Every pair with the sample, and those that read protos with an IDL of one's own: the whole contract for a line of the list. */
const cases: readonly Case[] = [
  ...pairs.map((pair) => ({ ...pair, subject: pair.title })),
  ...pairsWith({ idl: "proto" }).map((pair) => ({
    ...pair,
    subject: `${pair.title} with library.proto`,
    flags: [...pair.flags, "--store", storeOf(pair), ...library],
    own: ownIdlContract,
  })),
  ...pairsWith({ idl: "proto" }).map((pair) => ({
    ...pair,
    subject: `${pair.title} with rules`,
    flags: [...pair.flags, ...partial(pair), ...validated],
    own: validationContract,
    write: writeChat,
  })),
];

const race = process.env.GOMICRO_RACE === "0" ? [] : ["-race"];
const work = mkdtempSync(join(tmpdir(), "gomicro-service-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(cases)("$subject", ({ subject: pair, unsupported, ports, speaks, idl, flags, own, write }) => {
  const name = "orders";
  const folder = join(work, pair.replaceAll(" ", "-"), name);
  const subject: Subject = {
    pair,
    unsupported,
    ports,
    speaks,
    idl,
    name,
    folder,
    binary: join(folder, "bin", name),
  };
  const run = (command: string, ...args: readonly string[]) => inService(folder, command, ...args);

  beforeAll(() => {
    emit(folder, flags);
    write?.(folder);
    buildService(folder, name);
  });

  describe("the source", { timeout: 1_500_000 }, () => {
    it("is gofmt-clean", () => {
      expect(run("gofmt", "-l", ".")).toEqual({ status: 0, output: "" });
    });
    it("is vetted", () => {
      expect(run("go", "vet", "./...")).toEqual({ status: 0, output: "" });
    });
    it("has tidy modules", () => {
      expect(run("go", "mod", "tidy", "-diff")).toEqual({ status: 0, output: "" });
    });
    it("passes its own linters", () => {
      const { status, output } = run("go", "tool", "-modfile=tools/go.mod", "golangci-lint", "run");
      expect(output).toContain("0 issues");
      expect(status).toBe(0);
    });
    it("passes its own tests", () => {
      const { status, output } = run("go", "test", "-trimpath", ...race, "./...");
      expect(output).not.toMatch(/^(FAIL|panic)/m);
      expect(status).toBe(0);
    });
    if (idl === "proto") {
      it("has an IDL that passes buf lint", () => {
        expect(run("buf", "lint")).toEqual({ status: 0, output: "" });
      });
    }
    if (idl === "proto" && !own) {
      it("has an IDL that is formatted", () => {
        expect(run("buf", "format", "api", "-d", "--exit-code")).toEqual({ status: 0, output: "" });
      });
    }
    if (idl === "proto") {
      it("refuses a change of its API that breaks clients", () => {
        const git = (...args: readonly string[]) =>
          run("git", "-c", "user.name=a", "-c", "user.email=a@b.c", ...args);
        const breaking = () => run("make", "--silent", "breaking", "BUF=buf");
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git("commit", "--quiet", "--message=first");
        expect(breaking()).toEqual({ status: 0, output: "" });
        const file = run("find", "api", "-name", "*.proto").output.trim();
        const text = readFileSync(join(folder, file), "utf8");
        writeFileSync(join(folder, file), text.replace(/^ {2}string /m, "  int64 "));
        const { status, output } = breaking();
        writeFileSync(join(folder, file), text);
        expect(output).toMatch(/changed type from "string" to "int64"/);
        expect(status).not.toBe(0);
      });
    }
    it("is changed by nothing that make generate does", () => {
      run("git", "init", "--quiet");
      run("git", "add", "--all");
      const buf = idl === "proto" ? ["BUF=buf"] : [];
      const generated = run("make", "--silent", "generate", ...buf);
      expect(generated.status, generated.output).toBe(0);
      expect(run("git", "diff", "--stat").output).toBe("");
      expect(run("git", "status", "--porcelain").output).not.toContain("??");
    });
  });

  openapiContract(subject);
  if (own) {
    own(subject);
    return;
  }
  readmeContract(subject);
  settingsContract(subject);
  adminContract(subject);
  lifecycleContract(subject);
  tlsContract(subject);
  if (idl === "proto") tracingContract(subject);
  if (speaks.includes("http")) httpContract(subject);
  if (speaks.includes("grpc")) grpcContract(subject);
  if (speaks.includes("thrift")) thriftContract(subject);
});
