import { type DescMessage, toJson } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpBinding } from "../../generators/idl/model.ts";
import { type ApiMethod, apiMethods, pathFor } from "./api-methods.ts";
import { at, call, samples, traceparent } from "./http-client.ts";
import { leastMessage } from "./least-message.ts";
import { type RawClient, rawClient } from "./raw-client.ts";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

/**
 * The contract of methods that nobody has written yet, on every protocol of the pair: whatever the IDL, all of them are called.
 * `shadowed` are routes that others, more specific, leave no request to, with the answers of those.
 */
export function ownIdlContract(subject: Subject, shadowed: readonly string[] = []): void {
  describe("methods to be written", { timeout: 120_000 }, () => {
    let service: RunningService;
    let methods: readonly ApiMethod[];
    beforeAll(async () => {
      methods = apiMethods(subject.folder);
      service = await startService({ ...subject });
    });
    afterAll(async () => {
      await service?.stop();
    });

    if (subject.speaks.includes("http")) {
      it("answer 501 over HTTP on every route, naming the method", async () => {
        const wrong: string[] = [];
        for (const { procedure, desc, bindings } of methods) {
          for (const binding of bindings) {
            const answer = await call(service.speaking("http"), pathFor(binding.template, desc.input), {
              method: binding.method,
              ...bodyFor(binding, desc.input),
            });
            // HEAD is answered without a body.
            const named =
              binding.method === "HEAD" ||
              (at(answer.json(), "code") === 12 && String(at(answer.json(), "message")).includes(procedure));
            if (answer.status !== 501 || !named)
              wrong.push(`${binding.method} ${binding.template}: ${answer.status} ${answer.text.trim()}`);
          }
        }
        expect(wrong).toEqual(shadowed);
        expect(methods).not.toEqual([]);
      });

      it("are counted under their routes, whatever the names in the path", async () => {
        const { text } = await call(service.address("admin"), "/metrics");
        const labels = samples(text, "http_server_request_duration_seconds_count").map((one) => one.labels);
        const templates = methods.flatMap(({ bindings }) => bindings.map(({ template }) => template));
        expect(templates.filter((route) => !labels.some((label) => label.includes(`"${route}"`)))).toEqual(
          [],
        );
      });
    }

    if (!subject.speaks.includes("grpc")) return;
    describe("over gRPC", () => {
      let client: RawClient;
      beforeAll(() => {
        client = rawClient(service.speaking("grpc"));
      });
      afterAll(() => client?.close());

      it("answer UNIMPLEMENTED, naming the method, traced, whatever their kind", async () => {
        const traceId = "0af7651916cd43dd8448eb211c80319c";
        const wrong: string[] = [];
        for (const method of methods) {
          const { code, message, metadata } = await client.call(method, {
            traceparent: traceparent(traceId),
          });
          const trace = metadata("x-trace-id");
          if (code !== 12 || !message.includes(method.procedure) || trace !== traceId)
            wrong.push(`${method.procedure}: ${code} ${message} ${trace}`);
        }
        expect(wrong).toEqual([]);
      });
    });
  });
}

function bodyFor({ body }: Pick<HttpBinding, "body">, input: DescMessage): { body?: unknown } {
  if (body === "") return {};
  if (body === "*") return { body: toJson(input, leastMessage(input)) };
  const field = input.fields.find(({ name }) => name === body);
  if (field?.fieldKind !== "message") return { body: field?.fieldKind === "list" ? [] : null };
  return { body: toJson(field.message, leastMessage(field.message)) };
}
