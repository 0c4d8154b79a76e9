import { fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import * as grpc from "@grpc/grpc-js";
import type { ApiMethod } from "./api-methods.ts";
import { leastMessage } from "./least-message.ts";

/** How a call ended. */
export interface Ending {
  readonly code: number;
  readonly message: string;
  /** The header or trailer of this name. */
  readonly metadata: (name: string) => string;
}

export interface RawClient {
  /** Calls a method of any kind with the least message, once, and waits for the status. */
  readonly call: (method: ApiMethod, metadata: Readonly<Record<string, string>>) => Promise<Ending>;
  readonly close: () => void;
}

/** A gRPC client for every method of an API, without generated code. */
export function rawClient(address: string): RawClient {
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  return {
    call: ({ procedure, desc }, values) =>
      new Promise((resolve) => {
        const metadata = new grpc.Metadata();
        for (const [key, value] of Object.entries(values)) metadata.set(key, value);
        const seen: grpc.Metadata[] = [];
        // A bidirectional call fits every kind: what differs is how many messages go each way.
        const call = client.makeBidiStreamRequest(
          procedure,
          (message: Message) => Buffer.from(toBinary(desc.input, message)),
          (bytes: Buffer) => fromBinary(desc.output, bytes),
          metadata,
          { deadline: Date.now() + 20_000 },
        );
        call.on("metadata", (received: grpc.Metadata) => seen.push(received));
        call.on("data", () => undefined);
        call.on("error", () => undefined);
        call.on("status", ({ code, details, metadata: trailer }: grpc.StatusObject) =>
          resolve({
            code,
            message: details,
            metadata: (key) => String([...seen, trailer].flatMap((one) => one.get(key))[0] ?? ""),
          }),
        );
        call.write(leastMessage(desc.input));
        call.end();
      }),
    close: () => client.close(),
  };
}
