import { resolve } from "node:path";
import type { TextFile } from "../../files/text-file.ts";
import { thriftChecks } from "../../idl/checks/thrift-checks.ts";
import { findInputs } from "../../idl/find-inputs.ts";
import type { IdlModel } from "../../idl/model.ts";
import { collectThrift } from "../../idl/thrift/collect-thrift.ts";
import { thriftModel } from "../../idl/thrift/thrift-model.ts";
import { thriftProblem } from "../../idl/thrift/thrift-problem.ts";
import type { Tools } from "../../tools/resolve-tools.ts";
import { runKitex } from "./run-kitex.ts";

export interface ThriftRequest {
  /** As typed: .thrift files and folders of them. */
  readonly paths: readonly string[];
  /** Where includes are looked for. */
  readonly protoPaths: readonly string[];
  /** Folder that relative paths start at. */
  readonly cwd: string;
  /** Path of the Go module. */
  readonly module: string;
  /** The pair that generates, and the pairs that read protos; for messages. */
  readonly pair: string;
  readonly protoPairs: readonly string[];
  readonly tools: Pick<Tools, "pack" | "node">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

interface LoadedThrift {
  readonly model: IdlModel;
  /** What Kitex generated, below `gen/`. */
  readonly gen: readonly TextFile[];
}

/** From the user's Thrift files to the model and Kitex' code. Nothing outside a temporary folder is written. */
export async function loadThrift(request: ThriftRequest): Promise<LoadedThrift> {
  const { paths, protoPaths, cwd, module, protoPairs, pair, tools, env, signal } = request;
  const inputs = findInputs({ paths, cwd, kind: "thrift", pair, otherPairs: protoPairs });
  const files = collectThrift({ inputs, protoPaths: protoPaths.map((path) => resolve(cwd, path)), cwd });
  const { answer, gen } = await runKitex({ module, files, tools, env, signal });
  if (answer.problem !== undefined) throw thriftProblem({ problem: answer.problem, files });
  const { services } = answer;
  const model = thriftModel(files, services);
  for (const check of thriftChecks) check({ model, services, files });
  return { model, gen };
}
