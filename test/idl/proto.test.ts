import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { ownIdlContract } from "../conformance/own-idl.ts";
import type { Subject } from "../conformance/subject.ts";
import { emit, gomicro } from "../support/emit.ts";
import { readFolder } from "../support/folder.ts";
import { leaveOut } from "../support/leave-out.ts";
import { pairsWith, pairsWithout, partial } from "../support/pairs.ts";
import { buildService, inService } from "../support/service.ts";

const traps = join(root, "test", "fixtures", "idl", "traps");
const trapFolders = readdirSync(traps).map((name) => join(traps, name));
const npm = join(root, "node_modules");
const google = join(npm, "google-proto-files");
const cosmos = join(npm, "@protobufs");
const grpcJs = join(npm, "@grpc", "grpc-js", "proto");
const flyte = join(npm, "@flyteorg", "flyteidl", "protos");
const hbase = join(npm, "hbase-rpc-client", "proto");

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
  "firestore/v1",
  "logging/v2",
  "pubsub/v1",
  "spanner/admin/database/v1",
  "spanner/admin/instance/v1",
  "spanner/v1",
  "storage/v2",
];

/** Cosmos' packages have a service Query and one Msg each. */
const chain = ["bank", "gov", "nft", "staking", "tx"].map((name) => join(cosmos, "cosmos", name));

/** Where the files are below which folders, and the flags. */
const idls = [
  {
    idl: "traps",
    roots: trapFolders,
    shadowed: [],
    flags: trapFolders.flatMap((folder) => ["--idl", folder]),
  },
  {
    idl: "Google's APIs",
    roots: [google],
    // ListDocuments has `{parent=…/documents/*/**}/{collection_id}` and `{parent=…/documents}/{collection_id}`.
    shadowed: [
      'GET /v1/{name=projects/*/databases/*/documents/*/**}: 501 {"code":12,"message":"/google.firestore.v1.Firestore/ListDocuments is not implemented yet","details":[]}',
    ],
    flags: [
      ...published.flatMap((path) => ["--idl", join(google, "google", path)]),
      ...["--proto-path", google],
    ],
  },
  {
    // Options of gogoproto, of protoc-gen-validate and of grpc-gateway's OpenAPI; proto2 without packages; routes without bodies.
    idl: "others' APIs",
    roots: [cosmos, flyte, hbase, grpcJs, join(grpcJs, "xds"), join(grpcJs, "protoc-gen-validate")],
    shadowed: [],
    flags: [
      ...chain.flatMap((path) => ["--idl", path]),
      ...["--idl", join(flyte, "flyteidl"), "--idl", hbase],
      ...["--idl", join(grpcJs, "channelz.proto"), "--idl", join(grpcJs, "xds")],
      ...["--proto-path", cosmos, "--proto-path", join(grpcJs, "xds")],
      ...["--proto-path", join(grpcJs, "protoc-gen-validate")],
    ],
  },
] as const;

const cases = idls.flatMap((idl) =>
  pairsWith({ idl: "proto" }).map((pair) => ({
    ...idl,
    ...pair,
    idl: idl.idl,
    flags: ["--module", "example.com/orders", ...pair.flags, ...idl.flags, ...partial(pair)],
  })),
);
leaveOut(pairsWithout({ idl: "proto" }), "it reads Thrift");
const work = mkdtempSync(join(tmpdir(), "gomicro-idl-suite-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(cases)(
  "$idl on $title",
  ({ idl, roots, shadowed, title: pair, unsupported, ports, speaks, flags }) => {
    const name = "orders";
    const folder = join(work, `${idl}-${pair}`.replaceAll(/\W/g, "-"), name);
    const subject: Subject = {
      ...{ pair, unsupported, ports, speaks, idl: "proto", name, folder },
      binary: join(folder, "bin", name),
    };
    const run = (command: string, ...args: readonly string[]) => inService(folder, command, ...args);

    beforeAll(() => {
      emit(folder, flags);
      buildService(folder, name);
    });

    it("has the user's files byte for byte", () => {
      const wrong: string[] = [];
      for (const path of readFolder(join(folder, "api")).keys()) {
        if (!path.endsWith(".proto")) continue;
        const sources = roots.map((below) => join(below, path));
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
      emit(folder, flags);
    });

    it("has stubs whose tests call every method over the wire", () => {
      const { status, output } = run("go", "test", "-trimpath", "./internal/rpc");
      expect(status, output).toBe(0);
      expect(output).toMatch(/^ok /m);
    });

    ownIdlContract(subject, shadowed);
  },
);

it("Cosmos' auth, two of whose routes take the same requests, is refused with both places", () => {
  const folder = join(work, "auth");
  const idl = ["--idl", "cosmos/auth", "--proto-path", "."];
  const { status, stderr } = gomicro(["new", folder, ...idl, "--yes", "--no-git"], { cwd: cosmos });
  expect(status).toBe(1);
  expect(stderr).toBe(
    "error: cosmos/auth/v1beta1/query.proto:48: Query.AddressStringToBytes, GET /cosmos/auth/v1beta1/bech32/{address_string}, matches the same requests as cosmos/auth/v1beta1/query.proto:43: Query.AddressBytesToString, GET /cosmos/auth/v1beta1/bech32/{address_bytes}\nhint: give one of them another path, method or verb\n",
  );
  expect(existsSync(folder)).toBe(false);
});
