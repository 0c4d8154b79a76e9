import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { gomicro } from "../support/emit.ts";
import { allKinds, anyPair, pairsWith } from "../support/pairs.ts";

/** A service of one method; `more` goes between the package and the service. */
function proto(name: string, more = "", message = `${name}Order`): string {
  const body = `service ${name} { rpc Get(${message}) returns (${message}); }\nmessage ${message} { string id = 1; }\n`;
  return `syntax = "proto3";\npackage acme.${name.toLowerCase()};\n${more}${body}`;
}

interface Refusal {
  readonly title: string;
  /** Text, or bytes, by path. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What a link leads to, by its path. */
  readonly links?: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly stderr: string;
}

/** Most refusals are the same on every pair that reads protos. */
const everything = anyPair({ idl: "proto", kinds: allKinds }).flags;
/** HTTP alone carries no streams from the client. */
const some = pairsWith({ idl: "proto" }).find(({ kinds }) => !kinds.includes("client"));
const limited = some?.flags ?? [];
const carrying = pairsWith({ idl: "proto", kinds: ["client"] }).map(({ title }) => title);
const rename =
  "rename one of them: Go joins and capitalises names, services add Server and Client, messages methods like GetName and ProtoReflect";

const refusals: readonly Refusal[] = [
  {
    title: "a syntax error, with buf's line and column",
    files: { "p/a.proto": `${proto("A")}message {\n` },
    flags: [...everything, "--idl", "p"],
    stderr:
      "error: p/a.proto:5:1: missing name after `message`\nhint: p/a.proto:5:9: encountered unmatched `{` delimiter\n",
  },
  {
    title: "a missing import",
    files: { "a.proto": proto("A", 'import "x/y.proto";\n') },
    flags: [...everything, "--idl", "a.proto"],
    stderr:
      'error: a.proto:3 imports "x/y.proto", which is not found\nhint: name the folder that the import is relative to with --proto-path\n',
  },
  {
    title: "an import that starts with a dot, which JavaScript's parser alone takes",
    files: { "p/a.proto": proto("A", 'import "./b.proto";\n'), "p/b.proto": proto("B") },
    flags: [...everything, "--idl", "p"],
    stderr:
      'error: p/a.proto:3 imports "./b.proto", an unsafe path "./b.proto": it has the part "."\nhint: write "b.proto": neither protoc nor buf accepts a path that starts with a dot\n',
  },
  {
    title: "a package that a module of the service has",
    files: { "health.proto": proto("Health").replace("acme.health", "grpc.health.v1") },
    flags: [...limited, "--idl", "health.proto"],
    stderr:
      "error: health.proto:2: package grpc.health.v1 is in the service by google.golang.org/grpc, and Go accepts each name only once\nhint: rename the package: messages keep their wire format, procedures get new names\n",
  },
  {
    title: "a method that go vet takes for one of encoding/json",
    files: { "a.proto": proto("A").replace("rpc Get(", "\n  rpc marshalJSON(") },
    flags: [...everything, "--idl", "a.proto"],
    stderr:
      "error: a.proto:4: A.marshalJSON would be the method MarshalJSON in Go, which go vet takes for the standard library's\nhint: rename it\n",
  },
  {
    title: "an import cycle",
    files: { "p/a.proto": proto("A", 'import "b.proto";\n'), "p/b.proto": proto("B", 'import "a.proto";\n') },
    flags: [...everything, "--idl", "p"],
    stderr:
      'error: p/a.proto:3 imports "b.proto" in a circle: p/a.proto, p/b.proto\nhint: move what they share into a file that imports none of them\n',
  },
  {
    title: "a name that two files declare",
    files: { "p/a.proto": proto("A"), "p/b.proto": proto("A") },
    flags: [...everything, "--idl", "p"],
    stderr:
      "error: p/a.proto:3:9: `A` declared multiple times\nhint: p/a.proto:4:9: `AOrder` declared multiple times\n",
  },
  {
    title: "an IDL without a service",
    files: { "a.proto": 'syntax = "proto3";\n' },
    flags: [...everything, "--idl", "a.proto"],
    stderr:
      "error: the IDL has no service: there is none in a.proto\nhint: name the .proto file that has one\n",
  },
  {
    title: "a folder without protos",
    files: { "p/a.txt": "" },
    flags: [...everything, "--idl", "p"],
    stderr: "error: there is no .proto file in p\n",
  },
  {
    title: "a link to nothing",
    files: {},
    links: { "a.proto": "nowhere.proto" },
    flags: [...everything, "--idl", "a.proto"],
    stderr: "error: a.proto is a link to a file that does not exist\n",
  },
  {
    title: "a linked file in a folder",
    files: { "a.proto": proto("A"), "p/b.proto": proto("B") },
    links: { "p/a.proto": "../a.proto" },
    flags: [...everything, "--idl", "p"],
    stderr:
      "error: p/a.proto is a link, and links in a folder are not followed\nhint: put the file there itself, or name the files one by one\n",
  },
  {
    title: "a --proto-path that is not there",
    files: { "a.proto": proto("A") },
    flags: [...everything, "--idl", "a.proto", "--proto-path", "p"],
    stderr: "error: p does not exist\n",
  },
  {
    title: "a --proto-path that is a file",
    files: { "a.proto": proto("A") },
    flags: [...everything, "--idl", "a.proto", "--proto-path", "a.proto"],
    stderr:
      "error: --proto-path a.proto is not a folder\nhint: it takes the folder that imports are relative to\n",
  },
  {
    title: "bytes that are no UTF-8, with the line",
    files: { "a.proto": Buffer.concat([Buffer.from("// a\n// "), Buffer.from([0xff])]) },
    flags: [...everything, "--idl", "a.proto"],
    stderr: "error: a.proto:2: this is not UTF-8 text\nhint: save the file as UTF-8\n",
  },
  {
    title: "a name that Windows has for a device",
    files: { "p/aux.proto": proto("A") },
    flags: [...everything, "--idl", "p"],
    stderr:
      'error: p/aux.proto can\'t be generated: unsafe path "api/aux.proto": "aux.proto" is a device on Windows\nhint: rename the file, and what imports it\n',
  },
  {
    title: "a name that Go builds on Linux alone",
    files: { "p/a_linux.proto": proto("A") },
    flags: [...everything, "--idl", "p"],
    stderr:
      'error: p/a_linux.proto can\'t be generated: Go builds "a_linux" on one system only\nhint: rename the file, and what imports it\n',
  },
  {
    title: "two files that differ in case alone",
    files: { "p/a.proto": proto("A"), "p/A.proto": proto("B") },
    flags: [...everything, "--idl", "p"],
    stderr:
      "error: api/A.proto (p/A.proto) and api/a.proto (p/a.proto) can't both exist on every file system\nhint: one path, one owner\n",
  },
  {
    title: "two files that one generated file would be made of",
    files: {
      "p/a.proto": proto("A"),
      "p/a_grpc.proto": proto("A", "", "B").replace("service A {", "service C {"),
    },
    flags: [...everything, "--idl", "p"],
    stderr:
      "error: p/a.proto and p/a_grpc.proto would both be generated as gen/a_grpc.pb.go\nhint: rename one of them\n",
  },
  {
    title: "a message with the name that Go code of a service has",
    files: { "a.proto": proto("A", "", "AServer") },
    flags: [...everything, "--idl", "a.proto"],
    stderr: `error: a.proto has two declarations that would be AServer in Go\nhint: ${rename}\n`,
  },
  {
    title: "two messages that are one in Go",
    files: { "a.proto": `${proto("A", "", "FooBar")}message foo_bar {}\n` },
    flags: [...limited, "--idl", "a.proto"],
    stderr: `error: a.proto has two declarations that would be FooBar in Go\nhint: ${rename}\n`,
  },
  {
    title: "a field with the name of a generated method",
    files: { "a.proto": proto("A").replace("string id", "string proto_reflect") },
    flags: [...limited, "--idl", "a.proto"],
    stderr: `error: a.proto has two declarations that would be AOrder.ProtoReflect in Go\nhint: ${rename}\n`,
  },
  {
    title: "a comment that would be a directive",
    files: { "p/a.proto": proto("A", "//go:generate rm -rf /\n") },
    flags: [...everything, "--idl", "p"],
    stderr:
      'error: p/a.proto:3: the comment "go:generate rm -rf /" would be a directive in the generated Go\nhint: put a space before it, as in "// go:generate"\n',
  },
  {
    title: "streams that the pair can't carry, with the pairs that can",
    files: { "a.proto": proto("A").replace("Get(", "Get(stream ") },
    flags: [...limited, "--idl", "a.proto"],
    stderr: `error: ${some?.title} can't carry A.Get (client stream)\nhint: ${carrying.join(", ")} can; or accept 501 for them with --partial\n`,
  },
  {
    title: "files of which nothing is the user's own",
    files: { "p/google/api/http.proto": 'syntax = "proto3";\npackage google.api;\n' },
    flags: [...everything, "--idl", "p"],
    stderr:
      "error: p/google/api/http.proto is published already, as are all files that were named\nhint: name the files with your own services\n",
  },
];

describe("an IDL that can't be", () => {
  test.each(refusals)("$title is refused and nothing is written", ({ files, links = {}, flags, stderr }) => {
    const cwd = mkdtempSync(join(tmpdir(), "gomicro-refused-"));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), content);
    }
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(cwd, path));
    const before = readdirSync(cwd);
    const outcome = gomicro(["new", "shop", ...flags, "--yes", "--no-git"], { cwd });
    expect(outcome).toEqual({ status: 1, stdout: "", stderr });
    expect(readdirSync(cwd)).toEqual(before);
  });

  // Not a matter of permissions, which root does not have.
  test.runIf(process.platform === "linux")("a file that can't be read is refused", () => {
    const cwd = mkdtempSync(join(tmpdir(), "gomicro-refused-"));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    symlinkSync("/proc/self/mem", join(cwd, "a.proto"));
    const outcome = gomicro(["new", "shop", ...everything, "--idl", "a.proto", "--yes", "--no-git"], { cwd });
    expect(outcome).toEqual({
      status: 1,
      stdout: "",
      stderr: "error: can't read a.proto: the disk reported an error\n",
    });
    expect(readdirSync(cwd)).toEqual(["a.proto"]);
  });

  test("a file of a size that no API has is refused before it is read", () => {
    const cwd = mkdtempSync(join(tmpdir(), "gomicro-refused-"));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, "a.proto"), "");
    truncateSync(join(cwd, "a.proto"), 20 * 1024 * 1024);
    const { status, stderr } = gomicro(["new", "shop", ...everything, "--idl", "a.proto", "--yes"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain("error: a.proto has 20 MB; the limit is 16 MB\n");
    expect(readdirSync(cwd)).toEqual(["a.proto"]);
  });
});
