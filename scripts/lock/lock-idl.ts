import type { IdlMethod, IdlModel } from "../../generators/idl/model.ts";
import { methodKinds } from "../../generators/idl/model.ts";

const goPackage = { alias: "lockv1", path: "gen/lock/v1", local: true };

/** An IDL that has something of everything: whatever a template makes of an IDL, it makes of this. */
export function lockIdl(kind: IdlModel["kind"], sample: boolean): IdlModel {
  const service = {
    name: "LockService",
    fullName: "lock.v1.LockService",
    goName: "LockService",
    fileName: "lockservice",
    goPackage,
    comment: "",
    methods: methodKinds.map(method),
  };
  return { kind, sample, files: [], services: [service], knownImports: [] };
}

function method(kind: IdlMethod["kind"]): IdlMethod {
  const message = (name: string) => ({ package: goPackage, name, fullName: `lock.v1.${name}` });
  return {
    name: `Do${kind}`,
    goName: `Do${kind}`,
    procedure: `/lock.v1.LockService/Do${kind}`,
    kind,
    request: message("Request"),
    response: message("Response"),
    http: [{ method: "POST", template: `/v1/${kind}`, body: "*", responseBody: "" }],
    comment: "",
    deprecated: false,
  };
}
