import { outlineIdl } from "../idl/outline-idl.ts";
import type { IdlEditor, NewRpc, NewService } from "./idl-editor.ts";
import { append, indentOf, insert, insertMethod } from "./text-edit.ts";

export const thriftEditor: IdlEditor = { kind: "thrift", extension: ".thrift", addRpc, addService };

function addRpc(source: string, rpc: NewRpc, known: ReadonlySet<string>): string {
  const outline = outlineIdl(source, "thrift");
  const service = outline.services.find(({ name }) => name === rpc.service);
  if (service === undefined) throw new Error(`no service ${rpc.service}`);
  const indent = indentOf(source);
  const mode = modes[rpc.kind];
  const annotation = mode === null ? "" : ` (streaming.mode = "${mode}")`;
  const method = `${indent}${rpc.response} ${rpc.method}(1: ${rpc.request} request)${annotation}\n`;
  const types = new Set([...outline.types, ...known]);
  const structs = [...new Set([rpc.request, rpc.response])]
    .filter((name) => !name.includes(".") && !types.has(name) && !baseTypes.has(name))
    .map((name) => `struct ${name} {\n}\n\n`);
  // Thrift knows a type from its declaration on: structs go before the service, and its comment.
  const withMethod = insertMethod(source, service, method);
  return insert(withMethod, beforeService(withMethod, service.name), structs.join(""));
}

/** The values of the annotation `streaming.mode`. */
const modes = { unary: null, server: "server", client: "client", bidi: "bidirectional" } as const;

const baseTypes = new Set(["bool", "byte", "i8", "i16", "i32", "i64", "double", "string", "binary", "void"]);

/** Where the service's declaration begins, or the comment that touches it. */
function beforeService(source: string, name: string): number {
  const at = new RegExp(`^[ \\t]*service\\s+${name}\\b`, "m").exec(source)?.index ?? source.length;
  const above = source.slice(0, at);
  const comment = /(?:(?:^|\n)(?:[ \t]*(?:\/\/|#)[^\n]*|[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*))+\n$/.exec(
    above,
  );
  if (comment === null) return at;
  return comment.index + (comment[0].startsWith("\n") ? 1 : 0);
}

function addService(source: string | null, { name, package: of }: NewService): string {
  const service = `service ${name} {\n}\n`;
  if (source !== null) return append(source, service);
  return of === "" ? service : `namespace go ${of}\n\n${service}`;
}
