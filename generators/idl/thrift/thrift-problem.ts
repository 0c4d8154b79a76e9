import { UserError } from "../../error.ts";
import type { ThriftSource } from "./collect-thrift.ts";
import type { ThriftProblem } from "./thrift-answer.ts";

interface Complaint {
  readonly problem: ThriftProblem;
  readonly files: readonly ThriftSource[];
}

/**
 * The error for a mistake that the Thrift generator reports, with the file as the user named it. The line comes from our
 * own scan where thriftgo reports only a name.
 */
export function thriftProblem({ problem, files }: Complaint): UserError {
  const { file: path, column, text, hint } = problem;
  const file = files.find((candidate) => candidate.path === path);
  const line = problem.line ?? (file && lineOf(problem, file));
  const place = [file?.shown ?? path, line, column].filter((part) => part !== undefined).join(":");
  const code = column === undefined ? "idl-thrift" : "idl-parse";
  return new UserError(code, `${place}: ${text}`, hint === undefined ? {} : { hint });
}

/** Of two definitions with the same name, the second is at fault. */
function lineOf({ service, name }: ThriftProblem, { outline }: ThriftSource): number | undefined {
  const find = (wanted: string | undefined) =>
    outline.definitions.findLast((definition) => definition.name === wanted);
  if (service === undefined) return find(name)?.line;
  const found = find(service);
  return found?.functions.findLast((one) => one.name === name)?.line ?? found?.line;
}
