import { fileURLToPath } from "node:url";
import { loadProto, type ProtoRequest } from "../../../generators/codegen/proto/load-proto.ts";
import { repositoryTools } from "../../../scripts/repository-tools.ts";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const fixtures = `${root}test/fixtures/idl`;

/** `loadProto` for a pair that carries everything, with no plugins: what buf and the decoder make of an IDL, no code. */
export function load(paths: readonly string[], order: Partial<ProtoRequest> = {}) {
  return loadProto({
    paths,
    protoPaths: [],
    cwd: fixtures,
    module: "example.com/shop",
    openapi: null,
    pair: "a dual",
    kinds: ["unary", "server", "client", "bidi"],
    othersFor: () => ["a dual"],
    partial: false,
    thriftPairs: ["b thrift"],
    plugins: async () => [],
    tools: repositoryTools,
    env: process.env,
    signal: new AbortController().signal,
    ...order,
  });
}
