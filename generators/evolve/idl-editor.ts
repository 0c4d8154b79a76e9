import type { IdlMethod, IdlModel } from "../idl/model.ts";

/** A method to add to a service. */
export interface NewRpc {
  /** The service's name without its package. */
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

/** Edits the text of an IDL file. Existing text is never changed. */
export interface IdlEditor {
  readonly kind: IdlModel["kind"];
  /** `.proto` */
  readonly extension: string;
  /**
   * Adds a method, and declares the types that neither this file nor the rest of the package declares; `known` are the
   * types of the package's other files.
   */
  addRpc(source: string, rpc: NewRpc, known: ReadonlySet<string>): string;
  /** Adds a service without methods to a file, or creates the file. */
  addService(source: string | null, service: NewService): string;
}

/** A service to add to an IDL. */
export interface NewService {
  readonly name: string;
  readonly package: string;
  /** Statements that the package's other files have and this one needs too. */
  readonly head: readonly string[];
}
