import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningService } from "../conformance/running-service.ts";
import { leaveOut } from "../support/leave-out.ts";
import { anyPair, pairsWith, pairsWithout } from "../support/pairs.ts";
import { inService } from "../support/service.ts";
import type { Case, Expected } from "./case.ts";
import { lenient } from "./cases/lenient.ts";
import { cases } from "./cases.ts";
import { type Answer, parse, send } from "./send.ts";
import { buildEcho, buildReference, type Reference, startEcho, startReference } from "./services.ts";

const work = mkdtempSync(join(tmpdir(), "gomicro-mapping-"));
const pairs = pairsWith({ speaks: ["http"] });
const names = pairs.map(({ title }) => title);
const folder = (pair: string) => join(work, pair.replace(" ", "-"));
/** What the stock gateway stands before. */
const behind = anyPair({ speaks: ["http", "grpc"] }).title;
const services = new Map<string, RunningService>();
let reference: Reference | undefined;

function service(pair: string): RunningService {
  const found = services.get(pair);
  if (found === undefined) throw new Error(`${pair} is not running`);
  return found;
}

beforeAll(async () => {
  for (const { title, flags } of pairs) {
    const binary = buildEcho(folder(title), flags);
    services.set(title, await startEcho(binary));
    services.set(`${title}, lenient`, await startEcho(binary, { HTTP_UNKNOWN_FIELDS: "ignore" }));
  }
  reference = await startReference(buildReference(folder(behind)), service(behind));
});
afterAll(async () => {
  await reference?.stop();
  for (const running of services.values()) await running.stop();
  rmSync(work, { recursive: true, force: true });
});

describe.each(Object.entries(cases))("%s", (_, group) => {
  it.each(group)("$request: $shows", async (one) => {
    const answers = await Promise.all(names.map((pair) => send(service(pair).speaking("http"), one)));
    const [first] = answers;
    check(first, one.want);
    expect(answers.map(same)).toEqual(answers.map(() => same(first)));
    const stock = await send(reference?.address ?? "", one);
    checkStock(stock, one);
  });
});

describe.each(names)("%s with HTTP_UNKNOWN_FIELDS=ignore", (pair) => {
  it.each(lenient)("$request: $shows", async (one) => {
    check(await send(service(`${pair}, lenient`).speaking("http"), one), one.want);
  });
});

describe.each(names)("%s", (pair) => {
  it("labels a request with the template whose method ran", async () => {
    for (const [path, route] of [
      ["/v1/text/latest", "/v1/text/latest"],
      ["/v1/text/other", "/v1/text/{text}"],
    ] as const) {
      const answer = await send(service(pair).speaking("http"), {
        request: `GET ${path}`,
        shows: "",
        want: { status: 200 },
      });
      const line = await service(pair).logged((one) => one.trace_id === answer.headers["x-trace-id"]);
      expect(line).toMatchObject({ msg: "request", route });
    }
  });

  it("cuts a raw stream that fails: what came of it would look whole", async () => {
    const failing = { request: "GET /v1/raw-stream/1?text=lost", shows: "", want: { status: 200 } };
    await expect(send(service(pair).speaking("http"), failing)).rejects.toThrow("aborted");
  });

  it("answers HEAD with the length that GET has", async () => {
    const lengths = ["GET", "HEAD"].map(async (method) => {
      const request = { request: `${method} /v1/text/a`, shows: "", want: { status: 200 } };
      return (await send(service(pair).speaking("http"), request)).headers["content-length"];
    });
    const [get, head] = await Promise.all(lengths);
    expect(Number(get)).toBeGreaterThan(0);
    expect(head).toBe(get);
  });

  it("passes its own tests of routes", () => {
    const { status, output } = inService(
      folder(pair),
      "go",
      "test",
      "-trimpath",
      "./internal/transport",
      "./internal/httpjson",
    );
    expect(output).not.toMatch(/^(FAIL|panic)/m);
    expect(status).toBe(0);
  });
});

leaveOut(pairsWithout({ speaks: ["http"] }), "it speaks no HTTP");

function check(answer: Answer | undefined, want: Expected): void {
  expect(answer).toMatchObject({ status: want.status, headers: want.headers ?? {} });
  if (want.text !== undefined) expect(answer?.text).toBe(want.text);
  if (want.json !== undefined) expect(parse(answer?.text ?? "")).toEqual(want.json);
  if (want.message !== undefined) {
    expect(parse(answer?.text ?? "")).toEqual({
      code: expect.any(Number),
      message: expect.stringContaining(want.message),
      details: [],
    });
  }
}

/** What has to be equal on every pair: all but the headers of the single answer. */
function same(answer: Answer | undefined): unknown {
  const { "content-type": type, allow } = answer?.headers ?? {};
  return { status: answer?.status, type, allow, text: answer?.text };
}

/** Of refusals the status alone is compared: every one has words of its own. */
function checkStock(answer: Answer, { want, stock }: Case): void {
  const { status, json, text } = stock ?? want;
  expect(answer.status, "of the stock grpc-gateway").toBe(status);
  if (status !== 200) return;
  // protojson varies its white space on purpose.
  if (text !== undefined) expect(answer.text.replaceAll(', "', ',"')).toBe(text);
  if (json !== undefined) expect(parse(answer.text)).toEqual(json);
}
