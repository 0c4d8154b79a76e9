import { UserError } from "../../error.ts";
import type { ThriftSource } from "./collect-thrift.ts";
import type { KitexProblem } from "./kitex-answer.ts";

interface Complaint {
  readonly problem: KitexProblem;
  readonly files: readonly ThriftSource[];
}

/** A complaint about a file as the user named it, with the line, which thriftgo does not say of what it calls by name. */
export function thriftProblem({ problem, files }: Complaint): UserError {
  const { file: path, column, text, hint } = problem;
  const file = files.find((candidate) => candidate.path === path);
  const line = problem.line ?? (file && lineOf(problem, file));
  const place = [file?.shown ?? path, line, column].filter((part) => part !== undefined).join(":");
  const code = column === undefined ? "idl-thrift" : "idl-parse";
  return new UserError(code, `${place}: ${text}`, hint === undefined ? {} : { hint });
}

/** Of two definitions with one name the second is too much. */
function lineOf({ service, name }: KitexProblem, { outline }: ThriftSource): number | undefined {
  const find = (wanted: string | undefined) =>
    outline.definitions.findLast((definition) => definition.name === wanted);
  if (service === undefined) return find(name)?.line;
  const found = find(service);
  return found?.functions.findLast((one) => one.name === name)?.line ?? found?.line;
}
