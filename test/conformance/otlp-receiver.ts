import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { loadSync } from "@grpc/proto-loader";

export interface Span {
  /** Hexadecimal, as in the log. */
  readonly trace: string;
  readonly id: string;
  /** Empty for a root. */
  readonly parent: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
}

export interface Receiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  readonly spans: () => readonly Span[];
  readonly close: () => Promise<void>;
}

interface Sent {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId: Buffer;
  readonly name: string;
  readonly kind: number;
}

interface Request {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Sent[] }[] }[];
}

/** Takes traces by OTLP over HTTP, as a collector does. */
export async function otlpReceiver(): Promise<Receiver> {
  const definition = loadSync(fileURLToPath(new URL("otlp.proto", import.meta.url)), { defaults: true });
  const collector = definition["otlp.Collector"];
  if (collector === undefined || "format" in collector) throw new Error("otlp.proto has no Collector");
  const decode = collector.Export?.requestDeserialize;
  if (decode === undefined) throw new Error("otlp.proto has no Export");
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { resourceSpans } = decode(Buffer.concat(chunks)) as unknown as Request;
    for (const { scopeSpans } of resourceSpans)
      for (const { spans: sent } of scopeSpans) spans.push(...sent.map(readSpan));
    response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans: () => spans,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function readSpan({ traceId, spanId, parentSpanId, name, kind }: Sent): Span {
  return {
    trace: traceId.toString("hex"),
    id: spanId.toString("hex"),
    parent: parentSpanId.toString("hex"),
    name,
    kind,
  };
}
