import { resolve } from "node:path";
import { UserError } from "../../error.ts";
import { checkMethodName } from "../../idl/checks/check-method-names.ts";
import { findInputs } from "../../idl/find-inputs.ts";
import type { IdlModel } from "../../idl/model.ts";
import { collectThrift, type ThriftSource } from "../../idl/thrift/collect-thrift.ts";
import { fallbackService, sharedMethods } from "../../idl/thrift/fallback-service.ts";
import type { KitexService } from "../../idl/thrift/kitex-answer.ts";
import { thriftModel } from "../../idl/thrift/thrift-model.ts";
import { thriftProblem } from "../../idl/thrift/thrift-problem.ts";
import type { Tools } from "../../tools/resolve-tools.ts";
import type { LoadedIdl } from "../proto/load-idl.ts";
import { runKitex } from "./run-kitex.ts";

export interface ThriftOrder {
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

/** From the user's Thrift files to the model and Kitex' code. Nothing outside a temporary folder is written. */
export async function loadThrift(order: ThriftOrder): Promise<Omit<LoadedIdl, "config">> {
  const { paths, protoPaths, cwd, module, protoPairs, pair, tools, env, signal } = order;
  const inputs = findInputs({ paths, cwd, kind: "thrift", pair, otherPairs: protoPairs });
  const files = collectThrift({ inputs, protoPaths: protoPaths.map((path) => resolve(cwd, path)), cwd });
  const { answer, gen } = await runKitex({ module, files, tools, env, signal });
  if (answer.problem !== undefined) throw thriftProblem({ problem: answer.problem, files });
  const services = answer.services ?? [];
  const model = thriftModel(files, services);
  checkServices(model, files);
  checkNames(services, files);
  return { model, gen };
}

function checkServices({ services }: IdlModel, files: readonly ThriftSource[]): void {
  if (services.length === 0) {
    const list = files.map(({ shown }) => shown).slice(0, 5);
    throw new UserError("idl-service", `the IDL has no service: there is none in ${list.join(", ")}`, {
      hint: "name the .thrift file that has one",
    });
  }
  if (services.length === 1 || fallbackService(services) !== undefined) return;
  const names = sharedMethods(services);
  const shared = names.map((name) => {
    const owners = services.filter(({ methods }) => methods.some((method) => method.name === name));
    return owners.map((owner) => `${owner.name}.${name}`).join(" and ");
  });
  throw new UserError(
    "idl-method",
    `${placeOf(names, files)}: Kitex can't serve both of ${shared.join(", ")}`,
    {
      hint: "calls may name no service: then one service has to have every method that several have; rename one of each",
    },
  );
}

function checkNames(services: readonly KitexService[], files: readonly ThriftSource[]): void {
  for (const { file, service, name, goName } of services.flatMap(({ methods }) => methods)) {
    const found = files.find(({ path }) => path === file);
    const definition = found?.outline.definitions.find((one) => one.name === service);
    const line = definition?.functions.find((one) => one.name === name)?.line;
    checkMethodName(goName, `${found?.shown}:${line}: ${service}.${name}`);
  }
}

/** File and line of the first function with one of the names. */
function placeOf(names: readonly string[], files: readonly ThriftSource[]): string {
  const places = files.flatMap(({ shown, outline }) =>
    outline.definitions.flatMap(({ functions }) =>
      functions.filter(({ name }) => names.includes(name)).map(({ line }) => `${shown}:${line}`),
    ),
  );
  return places[0] ?? "";
}
