import { describe, expect, test } from "vitest";
import type { NewRpc } from "../../../generators/evolve/idl-editor.ts";
import { protoEditor } from "../../../generators/evolve/proto-editor.ts";
import { thriftEditor } from "../../../generators/evolve/thrift-editor.ts";
import { outlineIdl } from "../../../generators/idl/outline-idl.ts";

const rpc: NewRpc = {
  service: "Orders",
  method: "Cancel",
  kind: "unary",
  request: "CancelRequest",
  response: "CancelResponse",
  http: null,
};
const none = new Set<string>();

const proto = `// Of the shop. service Fake { rpc No(A) returns (B); }
syntax = "proto3";

package acme.v1;

import "acme/v1/money.proto"; // kept

// Orders takes orders.
service Orders {
    // Get  gets.   Its spacing is mine.
    rpc Get (GetRequest) returns (Order);   /* } */
}

message GetRequest { string id=1; }
`;

describe("a method in a .proto file", () => {
  test("goes behind the others, with its messages, and nothing else changes", () => {
    const edited = protoEditor.addRpc(proto, rpc, none);
    expect(edited).toBe(
      `${proto.replace("/* } */\n}", "/* } */\n\n    rpc Cancel(CancelRequest) returns (CancelResponse);\n}")}
message CancelRequest {}

message CancelResponse {}
`,
    );
  });

  test("with a route has its option, its import, and fields for what the path names", () => {
    const http = { method: "POST", path: "/v1/{name=orders/*}/{tag}:cancel" };
    const edited = protoEditor.addRpc(proto, { ...rpc, http }, none);
    expect(edited).toContain(
      'import "acme/v1/money.proto"; // kept\nimport "google/api/annotations.proto";\n\n',
    );
    expect(edited).toContain(`    rpc Cancel(CancelRequest) returns (CancelResponse) {
        option (google.api.http) = {
            post: "/v1/{name=orders/*}/{tag}:cancel"
            body: "*"
        };
    }
`);
    expect(edited).toContain("message CancelRequest {\n    string name = 1;\n    string tag = 2;\n}\n");
  });

  test("streams as it is told, and names messages that are there", () => {
    const kinds = ["server", "client", "bidi"] as const;
    const lines = kinds.map((kind) => {
      const edited = protoEditor.addRpc(
        proto,
        { ...rpc, kind, request: "GetRequest", response: "google.protobuf.Empty" },
        none,
      );
      expect(edited).toContain('import "google/protobuf/empty.proto";');
      expect(edited).not.toContain("message Cancel");
      return /rpc Cancel.*/.exec(edited)?.[0];
    });
    expect(lines).toEqual([
      "rpc Cancel(GetRequest) returns (stream google.protobuf.Empty);",
      "rpc Cancel(stream GetRequest) returns (google.protobuf.Empty);",
      "rpc Cancel(stream GetRequest) returns (stream google.protobuf.Empty);",
    ]);
  });

  test("goes into an empty service, a service on one line, and a file with other line ends", () => {
    const head = 'syntax = "proto3";\n';
    const there = new Set(["CancelRequest", "CancelResponse"]);
    const line = "  rpc Cancel(CancelRequest) returns (CancelResponse);\n";
    expect(protoEditor.addRpc(`${head}service Orders {}\n`, rpc, there)).toBe(
      `${head}service Orders {\n${line}}\n`,
    );
    expect(protoEditor.addRpc(`${head}service Orders {\n}`, rpc, there)).toBe(
      `${head}service Orders {\n${line}}`,
    );
    const windows = protoEditor.addRpc(proto.replaceAll("\n", "\r\n"), rpc, none);
    expect(windows).toBe(protoEditor.addRpc(proto, rpc, none).replaceAll("\n", "\r\n"));
  });
});

test("a service goes behind what a .proto file has, or into a new file", () => {
  const service = { name: "Refunds", package: "acme.v1", head: ['option go_package = "x/y";'] };
  expect(protoEditor.addService(proto, service)).toBe(`${proto}\nservice Refunds {}\n`);
  expect(protoEditor.addService(null, service)).toBe(
    'syntax = "proto3";\n\npackage acme.v1;\n\noption go_package = "x/y";\n\nservice Refunds {}\n',
  );
});

const thrift = `namespace go acme.v1
# service Fake { void no() }

struct GetRequest { 1: string id }

/** Orders takes orders. */
service Orders {
  GetRequest Get(1: GetRequest req) throws (1: Oops oops), // kept
}
`;

test("a method in a .thrift file goes behind the others, its structs before the service", () => {
  expect(thriftEditor.addRpc(thrift, rpc, none)).toBe(`namespace go acme.v1
# service Fake { void no() }

struct GetRequest { 1: string id }

struct CancelRequest {
}

struct CancelResponse {
}

/** Orders takes orders. */
service Orders {
  GetRequest Get(1: GetRequest req) throws (1: Oops oops), // kept

  CancelResponse Cancel(1: CancelRequest request)
}
`);
});

test.each([
  ["server", "server"],
  ["client", "client"],
  ["bidi", "bidirectional"],
] as const)("a method of kind %s in a .thrift file has the annotation of a stream", (kind, mode) => {
  const edited = thriftEditor.addRpc(thrift, { ...rpc, kind }, none);
  expect(edited).toContain(
    `\n  CancelResponse Cancel(1: CancelRequest request) (streaming.mode = "${mode}")\n}`,
  );
});

test("an outline has what is declared, and nothing from comments", () => {
  expect(outlineIdl(proto, "proto")).toMatchObject({
    package: "acme.v1",
    services: [{ name: "Orders", methods: ["Get"] }],
    types: ["GetRequest"],
    imports: ["acme/v1/money.proto"],
  });
  expect(outlineIdl(thrift, "thrift")).toMatchObject({
    package: "acme.v1",
    services: [{ name: "Orders", methods: ["Get"] }],
    types: ["GetRequest"],
  });
});
