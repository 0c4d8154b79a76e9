import type { IdlMethod, IdlModel } from "../idl/model.ts";

/** A method to be added to a service. */
export interface NewRpc {
  /** Name of the service in its file. */
  readonly service: string;
  readonly method: string;
  readonly kind: IdlMethod["kind"];
  readonly request: string;
  readonly response: string;
  readonly http: NewRoute | null;
}

export interface NewRoute {
  /** `POST` */
  readonly method: string;
  /** `/v1/orders/{id}:cancel` */
  readonly path: string;
}

/** How an IDL's text is edited: everything that is there stays as it is. */
export interface IdlEditor {
  readonly kind: IdlModel["kind"];
  /** `.proto` */
  readonly extension: string;
  /** Adds a method, and the types it names and the file does not know; `known` are those of the package's other files. */
  addRpc(source: string, rpc: NewRpc, known: ReadonlySet<string>): string;
  /** Adds a service without methods to a file, or makes the file. */
  addService(source: string | null, service: NewService): string;
}

export interface NewService {
  readonly name: string;
  readonly package: string;
  /** Statements that the package's other files have, and this one should. */
  readonly head: readonly string[];
}
