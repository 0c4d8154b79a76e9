import { fileURLToPath } from "node:url";
import { bufBinary, bufPackage } from "../../../generators/codegen/expected-tools.ts";
import { findPackage } from "../../../generators/codegen/find-package.ts";
import { type IdlOrder, loadIdl } from "../../../generators/idl/load-idl.ts";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const fixtures = `${root}test/fixtures/idl`;

/** The tools that npm installs for this repository. */
export const tools = {
  buf: `${findPackage(bufPackage(process), [root])}/${bufBinary(process.platform)}`,
  pack: `${root}plugins`,
  node: process.execPath,
};

/** `loadIdl` for a pair that carries everything, with no plugins: what buf and the decoder make of an IDL, no code. */
export function load(paths: readonly string[], order: Partial<IdlOrder> = {}) {
  return loadIdl({
    paths,
    protoPaths: [],
    cwd: fixtures,
    module: "example.com/shop",
    openapi: null,
    pair: "grpc dual",
    kinds: ["unary", "server", "client", "bidi"],
    othersFor: () => ["grpc dual"],
    partial: false,
    thriftPairs: ["kitex thrift"],
    plugins: async () => [],
    tools,
    env: process.env,
    signal: new AbortController().signal,
    ...order,
  });
}
