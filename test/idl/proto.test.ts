import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { ownIdlContract } from "../conformance/own-idl.ts";
import type { Subject } from "../conformance/subject.ts";
import { emit, gomicro } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { buildService, inService } from "../support/service.ts";

const traps = join(root, "test", "fixtures", "idl", "traps");
const google = join(root, "node_modules", "google-proto-files");

/** Public APIs of every size and style, below `google/`; all in one service, as building is what takes the time. */
const published: readonly string[] = [
  "bigtable/admin/v2",
  "bigtable/v2",
  "bytestream",
  "cloud/kms/v1",
  "cloud/language/v1",
  "cloud/secretmanager/v1",
  "cloud/tasks/v2",
  "cloud/vision/v1",
  "datastore/v1",
  "logging/v2",
  "pubsub/v1",
  "spanner/admin/database/v1",
  "spanner/admin/instance/v1",
  "spanner/v1",
  "storage/v2",
];

const idls = [
  {
    idl: "traps",
    flags: readdirSync(traps).flatMap((name) => ["--idl", join(traps, name)]),
  },
  {
    idl: "published APIs",
    flags: [
      ...published.flatMap((path) => ["--idl", join(google, "google", path)]),
      ...["--proto-path", google],
    ],
  },
] as const;

const pairs = [
  { pair: "stdlib http", framework: "stdlib", ports: ["http"], more: ["--partial"] },
  { pair: "grpc dual", framework: "grpc", ports: ["http", "grpc"], more: [] },
] as const;

const cases = idls.flatMap((idl) => pairs.map((pair) => ({ ...idl, ...pair })));
const work = mkdtempSync(join(tmpdir(), "gomicro-idl-suite-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(cases)("$idl on $pair", ({ idl, pair, framework, ports, flags, more }) => {
  const name = "orders";
  const folder = join(work, `${idl}-${pair}`.replaceAll(" ", "-"), name);
  const subject: Subject = {
    ...{ pair, framework, ports, idl: "proto", name, folder },
    binary: join(folder, "bin", name),
  };
  const run = (command: string, ...args: readonly string[]) => inService(folder, command, ...args);

  beforeAll(() => {
    emit(folder, ["--module", "example.com/orders", "--framework", framework, ...flags, ...more]);
    buildService(folder, name);
  });

  it("has the user's files byte for byte", () => {
    const wrong: string[] = [];
    for (const path of readFolder(join(folder, "api")).keys()) {
      if (!path.endsWith(".proto")) continue;
      const sources =
        idl === "traps" ? readdirSync(traps).map((trap) => join(traps, trap, path)) : [join(google, path)];
      const emitted = readFileSync(join(folder, "api", path));
      const equal = sources.some((source) => existsSync(source) && readFileSync(source).equals(emitted));
      if (!equal) wrong.push(path);
    }
    expect(wrong).toEqual([]);
  });

  it("is gofmt-clean where the plugins don't write", () => {
    expect(run("gofmt", "-l", "cmd", "internal", "client")).toEqual({ status: 0, output: "" });
  });

  it("is vetted", () => {
    expect(run("go", "vet", "./...")).toEqual({ status: 0, output: "" });
  });

  it("has tidy modules", () => {
    expect(run("go", "mod", "tidy", "-diff")).toEqual({ status: 0, output: "" });
  });

  it("passes buf lint on the first day", () => {
    expect(run("buf", "lint")).toEqual({ status: 0, output: "" });
  });

  it("has the bytes of the native plugins in gen", () => {
    const before = readFolder(join(folder, "gen"));
    const { status, output } = run("make", "--silent", "generate", "BUF=buf");
    expect(status, output).toBe(0);
    expect(readFolder(join(folder, "gen"))).toEqual(before);
  });

  it.runIf(idl === "traps")("is as it was written, in the eyes of doctor and of a second run", () => {
    const doctor = gomicro(["doctor", "--json"], { cwd: folder });
    const names: readonly string[] = JSON.parse(doctor.stdout).findings.map(
      (one: { name: string }) => one.name,
    );
    expect(names).toContain("files");
    expect(names).not.toContain("edited");
    emit(folder, ["--module", "example.com/orders", "--framework", framework, ...flags, ...more]);
  });

  it("has stubs whose tests call every method over the wire", () => {
    const { status, output } = run("go", "test", "-trimpath", "./internal/rpc");
    expect(status, output).toBe(0);
    expect(output).toMatch(/^ok /m);
  });

  ownIdlContract(subject);
});
