import { UserError } from "../../error.ts";
import type { IdlModel } from "../model.ts";
import type { ThriftSource } from "../thrift/collect-thrift.ts";
import { fallbackService, sharedMethods } from "../thrift/fallback-service.ts";
import type { ThriftService } from "../thrift/thrift-answer.ts";
import { checkMethodName } from "./check-method-names.ts";

interface Answered {
  readonly model: IdlModel;
  /** The services as the Thrift generator reports them. */
  readonly services: readonly ThriftService[];
  /** The user's files. */
  readonly files: readonly ThriftSource[];
}

/** The checks on the output of the Thrift generator, in order. The first defect found is reported. */
export const thriftChecks: readonly ((answered: Answered) => void)[] = [checkServices, checkNames];

function checkServices({ model: { services }, files }: Answered): void {
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
    `${placeOf(names, files)}: one server can't have both of ${shared.join(", ")}`,
    {
      hint: "calls may name no service, so one service must have every method that several services share: rename one of each",
    },
  );
}

function checkNames({ services, files }: Answered): void {
  for (const { file, service, name, goName } of services.flatMap(({ methods }) => methods)) {
    const found = files.find(({ path }) => path === file);
    const definition = found?.outline.definitions.find((one) => one.name === service);
    const line = definition?.functions.find((one) => one.name === name)?.line;
    checkMethodName(goName, `${found?.shown}:${line}: ${service}.${name}`);
  }
}

/** The file and the line of the first function with one of the names. */
function placeOf(names: readonly string[], files: readonly ThriftSource[]): string {
  const places = files.flatMap(({ shown, outline }) =>
    outline.definitions.flatMap(({ functions }) =>
      functions.filter(({ name }) => names.includes(name)).map(({ line }) => `${shown}:${line}`),
    ),
  );
  return places[0] ?? "";
}
