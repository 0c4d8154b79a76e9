import { resolve } from "node:path";
import type { TextFile } from "../../files/text-file.ts";
import { thriftChecks } from "../../idl/checks/thrift-checks.ts";
import { findInputs } from "../../idl/find-inputs.ts";
import type { IdlModel } from "../../idl/model.ts";
import { collectThrift } from "../../idl/thrift/collect-thrift.ts";
import { thriftModel } from "../../idl/thrift/thrift-model.ts";
import { thriftProblem } from "../../idl/thrift/thrift-problem.ts";
import type { Tools } from "../../tools/resolve-tools.ts";
import { generateThrift } from "./generate-thrift.ts";

/** A request to load .thrift files. */
export interface ThriftRequest {
  /** .thrift files and folders of them, as the user typed them. */
  readonly paths: readonly string[];
  /** The folders that includes are searched in. */
  readonly protoPaths: readonly string[];
  /** The folder that relative paths refer to. */
  readonly cwd: string;
  /** The path of the Go module. */
  readonly module: string;
  /** The chosen pair and the pairs that read protos, for messages. */
  readonly pair: string;
  readonly protoPairs: readonly string[];
  readonly tools: Pick<Tools, "pack" | "node">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

interface LoadedThrift {
  readonly model: IdlModel;
  /** The generated code below `gen/`. */
  readonly gen: readonly TextFile[];
}

/** Reads the user's Thrift files, generates their code and checks both. Writes only to a temporary folder. */
export async function loadThrift(request: ThriftRequest): Promise<LoadedThrift> {
  const { paths, protoPaths, cwd, module, protoPairs, pair, tools, env, signal } = request;
  const inputs = findInputs({ paths, cwd, kind: "thrift", pair, otherPairs: protoPairs });
  const files = collectThrift({ inputs, protoPaths: protoPaths.map((path) => resolve(cwd, path)), cwd });
  const { answer, gen } = await generateThrift({ module, files, tools, env, signal });
  if (answer.problem !== undefined) throw thriftProblem({ problem: answer.problem, files });
  const { services } = answer;
  const model = thriftModel(files, services);
  for (const check of thriftChecks) check({ model, services, files });
  return { model, gen };
}
