import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

/** What a unary call came to; `code` 0 and a response, or a code and a message. */
export interface Outcome {
  readonly code: number;
  readonly message: string;
  readonly response: unknown;
  /** Header and trailer values by name. */
  readonly metadata: (name: string) => string;
  /** google.rpc.Status, empty when the answer has none. */
  readonly status: Uint8Array;
}

/** How a stream failed. */
export type Failure = Pick<Outcome, "code" | "status">;

export interface GrpcClient {
  readonly unary: (
    method: string,
    request: object,
    metadata?: Readonly<Record<string, string>>,
  ) => Promise<Outcome>;
  readonly watch: (method: string, request: object) => grpc.ClientReadableStream<object>;
  readonly sync: (method: string) => grpc.ClientDuplexStream<object, object>;
  readonly close: () => void;
}

interface ClientOptions {
  readonly address: string;
  /** Folders that imports resolve in. */
  readonly includes: readonly string[];
  readonly file: string;
  /** `inventory.v1.InventoryService` */
  readonly service: string;
  readonly credentials?: grpc.ChannelCredentials;
}

/** A client made from the IDL itself, as callers in other languages make theirs. */
export function grpcClient({ address, includes, file, service, credentials }: ClientOptions): GrpcClient {
  const definition = loadSync(file, {
    includeDirs: [...includes],
    longs: String,
    defaults: true,
    keepCase: false,
  });
  const methods = definition[service];
  if (methods === undefined || "format" in methods) throw new Error(`no service ${service} in ${file}`);
  const client = new grpc.Client(address, credentials ?? grpc.credentials.createInsecure());
  const find = (name: string) => {
    const method = methods[name];
    if (method === undefined) throw new Error(`no method ${service}/${name}`);
    return method;
  };
  return {
    unary: (name, request, values = {}) =>
      new Promise((resolve) => {
        const method = find(name);
        const seen = [new grpc.Metadata()];
        const metadata = new grpc.Metadata();
        for (const [key, value] of Object.entries(values)) metadata.set(key, value);
        const call = client.makeUnaryRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          request,
          metadata,
          { deadline: Date.now() + 10_000 },
          (error, response) => {
            resolve({
              code: error?.code ?? 0,
              message: error?.details ?? "",
              response,
              metadata: (key) =>
                String([...seen, error?.metadata].flatMap((m) => m?.get(key) ?? [])[0] ?? ""),
              status: statusIn(error?.metadata),
            });
          },
        );
        call.on("metadata", (received) => seen.push(received));
      }),
    watch: (name, request) => {
      const method = find(name);
      return client.makeServerStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
      );
    },
    sync: (name) => {
      const method = find(name);
      return client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize);
    },
    close: () => client.close(),
  };
}

function statusIn(trailer: grpc.Metadata | undefined): Uint8Array {
  const [value] = trailer?.get("grpc-status-details-bin") ?? [];
  return typeof value === "object" ? value : new Uint8Array();
}

/** The failure that a stream ends with; its messages have to be read by somebody. */
export function failureOf(stream: grpc.ClientReadableStream<object>): Promise<Failure> {
  return new Promise((resolve, reject) => {
    stream.on("end", () => reject(new Error("the stream ended well")));
    stream.on("error", (error) => {
      const code = "code" in error && typeof error.code === "number" ? error.code : -1;
      const trailer =
        "metadata" in error && error.metadata instanceof grpc.Metadata ? error.metadata : undefined;
      resolve({ code, status: statusIn(trailer) });
    });
  });
}

/** The sample's client, from the IDL in the emitted service. */
export function inventoryClient(address: string, folder: string): GrpcClient {
  return grpcClient({
    address,
    includes: [join(folder, "api"), join(folder, "third_party")],
    file: "inventory/v1/inventory.proto",
    service: "inventory.v1.InventoryService",
  });
}

/** Calls a method that no IDL has. */
export function unknownMethod(address: string, metadata: Readonly<Record<string, string>>): Promise<Outcome> {
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  const values = new grpc.Metadata();
  for (const [key, value] of Object.entries(metadata)) values.set(key, value);
  const seen: grpc.Metadata[] = [];
  return new Promise<Outcome>((resolve) => {
    const call = client.makeUnaryRequest(
      "/no.such.v1.Service/Method",
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      Buffer.alloc(0),
      values,
      (error) =>
        resolve({
          code: error?.code ?? 0,
          message: error?.details ?? "",
          response: undefined,
          metadata: (key) => String([...seen, error?.metadata].flatMap((m) => m?.get(key) ?? [])[0] ?? ""),
          status: statusIn(error?.metadata),
        }),
    );
    call.on("metadata", (received) => seen.push(received));
  }).finally(() => client.close());
}
