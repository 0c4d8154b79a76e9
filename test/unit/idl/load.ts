import { fileURLToPath } from "node:url";
import { bufBinary, bufPackage } from "../../../generators/codegen/expected-tools.ts";
import { findPackage } from "../../../generators/codegen/find-package.ts";
import { type IdlOrder, loadIdl } from "../../../generators/idl/load-idl.ts";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const fixtures = `${root}test/fixtures/idl`;

/** `loadIdl` for a pair that carries everything, with no plugins: what buf and the decoder make of an IDL, no code. */
export function load(paths: readonly string[], order: Partial<IdlOrder> = {}) {
  const buf = findPackage(bufPackage(process), [root]);
  return loadIdl({
    paths,
    protoPaths: [],
    cwd: fixtures,
    module: "example.com/shop",
    pair: "grpc dual",
    kinds: ["unary", "server", "client", "bidi"],
    othersFor: () => ["grpc dual"],
    partial: false,
    pairsWithout: () => [],
    thriftPairs: ["kitex thrift"],
    plugins: async () => [],
    tools: { buf: `${buf}/${bufBinary(process.platform)}`, pack: `${root}plugins`, node: process.execPath },
    env: process.env,
    signal: new AbortController().signal,
    ...order,
  });
}
