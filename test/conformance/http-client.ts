/** An answer of the service's HTTP API, its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; fails when it is none. */
  readonly json: () => Json;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
}

/** Calls `http://<address><path>`. */
export async function call(address: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await fetch(`http://${address}${path}`, {
    method: options.method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

/** A field of an answer, by its path: `at(answer.json(), "item", "id")`. */
export function at(value: Json, ...path: readonly string[]): Json {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || Array.isArray(current)) return null;
    current = new Map(Object.entries(current)).get(key) ?? null;
  }
  return current;
}

/** The samples of one metric in a Prometheus exposition: label text and value. */
export function samples(
  exposition: string,
  metric: string,
): readonly { readonly labels: string; readonly value: number }[] {
  return exposition
    .split("\n")
    .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `))
    .map((line) => {
      const [, labels = "", value = ""] = /^[^{ ]+(?:\{(.*?)\})? (\S+)/.exec(line) ?? [];
      return { labels, value: Number(value) };
    });
}

/** A W3C trace context with this trace id, sampled. */
export function traceparent(traceId: string): string {
  return `00-${traceId}-00f067aa0ba902b7-01`;
}
