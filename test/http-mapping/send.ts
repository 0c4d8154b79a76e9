import { once } from "node:events";
import { type IncomingMessage, request as open } from "node:http";
import type { Json } from "../conformance/http-client.ts";
import type { Case } from "./case.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Sends a request as it is written: fetch would tidy the path, and has no body with GET. */
export async function send(address: string, { request, body, type }: Case): Promise<Answer> {
  const [method = "", path = ""] = request.split(" ");
  const [host = "", port = ""] = address.split(":");
  const contentType = type ?? "application/json";
  const headers = {
    ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
    ...(body === undefined || contentType === "" ? {} : { "content-type": contentType }),
  };
  const outgoing = open({ host, port, method, path, headers, agent: false });
  outgoing.end(body);
  const [incoming]: IncomingMessage[] = await once(outgoing, "response");
  if (incoming === undefined) throw new Error(`${request}: no answer`);
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text };
}

export function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
