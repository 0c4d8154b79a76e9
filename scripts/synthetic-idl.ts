import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface Size {
  readonly files: number;
  /** In each file. */
  readonly methods: number;
}

/** Writes an API of a size: a package, a service and two messages a method in each file, with comments and HTTP bindings. */
export function writeIdl(folder: string, { files, methods }: Size): void {
  write(folder, files, "proto", (file) => source(file, range(methods)));
}

/** The like in Thrift, without comments: some 160 bytes a method. */
export function writeThrift(folder: string, { files, methods }: Size): void {
  write(folder, files, "thrift", (file) => thriftSource(file, range(methods)));
}

function write(folder: string, files: number, kind: string, text: (file: number) => string): void {
  for (const file of range(files)) {
    const path = join(folder, `acme/part${file}/v1/part${file}.${kind}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text(file));
  }
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

function thriftSource(file: number, methods: readonly number[]): string {
  return `namespace go acme.part${file}.v1

service Part${file}Service {
${methods.map((method) => `  Update${method}Response update${method}(1: Update${method}Request request)\n`).join("")}}

${methods.map(structs).join("\n")}`;
}

function structs(method: number): string {
  return `struct Update${method}Request {
  1: string name
  2: i64 amount
}

struct Update${method}Response {
  1: string name
}
`;
}

function source(file: number, methods: readonly number[]): string {
  return `syntax = "proto3";

package acme.part${file}.v1;

import "google/api/annotations.proto";
import "google/protobuf/timestamp.proto";

// Part${file}Service keeps things of kind ${file}.
service Part${file}Service {
${methods.map((method) => rpc(file, method)).join("\n")}}

${methods.map(messages).join("\n")}`;
}

function rpc(file: number, method: number): string {
  return `  // Update${method} changes the thing ${method}, and returns it as it is then.
  rpc Update${method}(Update${method}Request) returns (Update${method}Response) {
    option (google.api.http) = {
      patch: "/v1/part${file}/{name=owners/*/things${method}/*}"
      body: "*"
    };
  }
`;
}

function messages(method: number): string {
  return `// Update${method}Request names a thing and what it shall be.
message Update${method}Request {
  // Of the form owners/*/things${method}/*.
  string name = 1;
  int64 amount = 2;
  repeated string labels = 3;
  google.protobuf.Timestamp at = 4;
}

// Update${method}Response is the thing.
message Update${method}Response {
  string name = 1;
  map<string, string> labels = 2;
  oneof state {
    bool open = 3;
    string reason = 4;
  }
}
`;
}
