import { describe, expect, test } from "vitest";
import { noAsk } from "../../../generators/commands/terminal/no-ask.ts";
import { addRpc } from "../../../generators/evolve/add-rpc.ts";
import { addService } from "../../../generators/evolve/add-service.ts";
import { protoEditor } from "../../../generators/evolve/proto-editor.ts";
import type { ServiceIdl } from "../../../generators/evolve/service-idl.ts";
import { outlineIdl } from "../../../generators/idl/outline-idl.ts";
import type { Values } from "../../../generators/options/option.ts";
import { type Ask, settleOptions } from "../../../generators/options/settle-options.ts";

function idlOf(...services: readonly string[]): ServiceIdl {
  const files = services.map((name) => {
    const source = `syntax = "proto3";\npackage acme.v1;\nservice ${name} {\n  rpc Get(A) returns (B);\n}\n`;
    return {
      path: `api/acme/v1/${name.toLowerCase()}.proto`,
      source,
      outline: outlineIdl(source, "proto"),
    };
  });
  return { editor: protoEditor, files };
}

/** Settles the options of a generator; tells which were asked, with their defaults. */
async function ask(generator: typeof addRpc | typeof addService, idl: ServiceIdl, given: Values, how?: Ask) {
  const asked: string[] = [];
  const values = await settleOptions({
    options: generator.options,
    given: { values: given, from: {} },
    ask:
      how ??
      (({ option, fallback }) => {
        asked.push([option.name, ...fallback].join(" "));
        return fallback.length > 0 ? fallback : ["Cancel"];
      }),
    circumstances: (values) => ({ scope: { idl, values }, rules: null }),
  });
  return { asked, values };
}

const refuse = noAsk({ yes: false, usage: "gomicro add rpc <Service> <Method>" });

describe("add rpc", () => {
  test("asks for what is missing, with the defaults that follow from the answers before", async () => {
    const { asked, values } = await ask(addRpc, idlOf("Orders"), { kind: ["bidi"] });
    expect(asked).toEqual(["method", "request CancelRequest", "response CancelResponse", "http none"]);
    expect(values).toMatchObject({ service: ["acme.v1.Orders"], method: ["Cancel"], kind: ["bidi"] });
  });

  test("takes a service by its short name, and knows the methods it has", async () => {
    const given = { service: ["Orders"], method: ["Get"] };
    await expect(ask(addRpc, idlOf("Orders"), given)).rejects.toThrow(
      "Orders already has a method Get, in api/acme/v1/orders.proto",
    );
  });

  test("names the missing argument, and the services there are", async () => {
    await expect(ask(addRpc, idlOf("Orders", "Items"), {}, refuse)).rejects.toMatchObject({
      code: "missing-service",
      message: "missing service: the service, by its name or with its package",
      hint: "gomicro add rpc <Service> <Method>; there are acme.v1.Orders, acme.v1.Items",
    });
  });

  test("refuses an unknown kind with the nearest", async () => {
    await expect(ask(addRpc, idlOf("Orders"), { method: ["Cancel"], kind: ["un"] })).rejects.toMatchObject({
      code: "unknown-kind",
      hint: "did you mean unary? one of unary, server, client, bidi",
    });
  });
});

test("add service proposes a file beside those of its package", async () => {
  const { asked } = await ask(addService, idlOf("Orders"), { service: ["GiftCards"] });
  expect(asked).toEqual(["file api/acme/v1/gift_cards.proto"]);
});
