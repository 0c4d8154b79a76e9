import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { beforeAll, describe, expect, test } from "vitest";
import type { LoadedProto } from "../../../generators/codegen/proto/load-proto.ts";
import { prefixesOf } from "../../../generators/idl/known-imports.ts";
import { factsOf } from "../../../generators/layers/select-layers.ts";
import { builtinModules } from "../../../generators/modules/builtin-modules.ts";
import { lockedFiles } from "../../../generators/modules/module-lock.ts";
import { knownProtos } from "../../../scripts/lock/known-protos.ts";
import { answers } from "../../unit/layers/fixture.ts";
import { fixtures, load, root } from "./load.ts";

describe("an IDL of several files, packages and services", () => {
  let shop: LoadedProto;
  beforeAll(async () => {
    shop = await load(["shop"]);
  });
  const service = (fullName: string) => shop.model.services.find((one) => one.fullName === fullName);
  const method = (name: string) =>
    service("acme.shop.v1.OrderService")?.methods.find((one) => one.name === name);

  test("keeps the paths below the import root and the texts unchanged", () => {
    expect(shop.model.files.map(({ path }) => path)).toEqual([
      "acme/billing/v1/billing.proto",
      "acme/money/money.proto",
      "acme/shop/v1/orders.proto",
    ]);
    for (const { path, text } of shop.model.files) {
      expect(text).toBe(readFileSync(`${fixtures}/shop/${path}`, "utf8"));
    }
  });

  test("has every service, in file order, under names of their own", () => {
    expect(shop.model.services.map(({ fullName, goName, fileName }) => [fullName, goName, fileName])).toEqual(
      [
        ["acme.billing.v1.AdminService", "BillingV1AdminService", "billing_v1_admin_service"],
        ["acme.shop.v1.OrderService", "OrderService", "order_service"],
        ["acme.shop.v1.AdminService", "ShopV1AdminService", "shop_v1_admin_service"],
      ],
    );
  });

  test("knows the kind of every method", () => {
    const kinds = service("acme.shop.v1.OrderService")?.methods.map(({ name, kind }) => [name, kind]);
    expect(kinds).toEqual([
      ["PlaceOrder", "unary"],
      ["cancel_order", "unary"],
      ["Watch", "server"],
      ["Upload", "client"],
      ["Chat", "bidi"],
    ]);
  });

  test("reads google.api.http with its additional bindings", () => {
    expect(method("PlaceOrder")?.http).toEqual([
      { method: "POST", template: "/v1/{parent=shops/*}/orders", body: "order", responseBody: "" },
      { method: "PUT", template: "/v1/orders", body: "*", responseBody: "id" },
      { method: "HEAD", template: "/v1/orders:head", body: "", responseBody: "" },
    ]);
    expect(method("Watch")?.http).toEqual([]);
  });

  test("names methods and messages as the generated code does", () => {
    const local = { alias: "shopv1", path: "gen/acme/shop/v1", local: true };
    expect(method("cancel_order")).toMatchObject({
      goName: "CancelOrder",
      procedure: "/acme.shop.v1.OrderService/cancel_order",
      deprecated: true,
      request: { package: local, name: "Order_Ref", fullName: "acme.shop.v1.Order.Ref" },
    });
    expect(method("Watch")?.response.name).toBe("Order_RefStatus");
  });

  test("takes messages of other packages from where their Go code is", () => {
    expect(method("cancel_order")?.response).toEqual({
      package: { alias: "emptypb", path: "google.golang.org/protobuf/types/known/emptypb", local: false },
      name: "Empty",
      fullName: "google.protobuf.Empty",
    });
    expect(method("Upload")?.response.package).toEqual({
      alias: "moneypb",
      path: "gen/acme/money",
      local: true,
    });
    expect(method("Chat")?.response.package).toEqual({
      alias: "datepb",
      path: "google.golang.org/genproto/googleapis/type/date",
      local: false,
    });
    expect(shop.model.knownImports).toEqual([
      "google/api/annotations.proto",
      "google/protobuf/empty.proto",
      "google/type/date.proto",
    ]);
  });

  test("has the comments of services and methods", () => {
    expect(service("acme.shop.v1.OrderService")?.comment).toBe(
      "OrderService takes orders.\n\n– placed by anybody\n- cancelled by their owner",
    );
    expect(method("PlaceOrder")?.comment).toBe("PlaceOrder places an order.");
    expect(method("Chat")?.comment).toBe("");
  });

  test("brings the vendored protos that it imports, and what those import, with a licence", () => {
    const paths = shop.gen.map(({ path }) => path);
    expect(paths).toEqual([
      "third_party/google/LICENSE",
      "third_party/google/api/annotations.proto",
      "third_party/google/api/http.proto",
      "third_party/google/type/date.proto",
    ]);
  });

  test("lists what it breaks of buf's rules as exceptions", () => {
    const yaml = shop.config.find(({ path }) => path === "buf.yaml")?.content;
    expect(yaml).toContain("    RPC_PASCAL_CASE:\n      - api/acme/shop/v1/orders.proto\n");
    expect(yaml).toContain("    PACKAGE_VERSION_SUFFIX:\n      - api/acme/money/money.proto\n");
  });
});

test("a file brings what it imports, from the module that it lies in", async () => {
  const { model } = await load(["shop/acme/billing/v1/billing.proto"]);
  expect(model.files.map(({ path }) => path)).toEqual([
    "acme/billing/v1/billing.proto",
    "acme/money/money.proto",
  ]);
  expect(model.services).toHaveLength(1);
});

test("the same IDL gives the same model and files wherever it is read from", async () => {
  const here = await load(["shop"]);
  const there = await load([`${fixtures}/shop`], { cwd: tmpdir() });
  expect(there).toEqual(here);
});

test("a --proto-path decides what paths are relative to", async () => {
  const { model } = await load(["shop/acme/money/money.proto", "shop/acme/billing/v1/billing.proto"], {
    protoPaths: ["shop"],
  });
  expect(model.files.map(({ path }) => path)).toContain("acme/money/money.proto");
  const failed = load(["shop/acme/billing/v1/billing.proto"], { protoPaths: ["shop/acme/billing"] });
  await expect(failed).rejects.toThrow('imports "acme/money/money.proto", which is not found');
});

test("the library of google-proto-files has eleven methods, all with a binding", async () => {
  const library = "node_modules/google-proto-files/google/example/library/v1/library.proto";
  const { model, gen } = await load([library], { cwd: root });
  const methods = model.services.flatMap((service) => service.methods);
  expect(methods).toHaveLength(11);
  expect(methods.flatMap(({ http }) => http)).toHaveLength(11);
  expect(methods.map(({ http }) => http[0]?.template)).toContain("/v1/{name=shelves/*}:merge");
  expect(gen.map(({ path }) => path)).toContain("third_party/google/api/launch_stage.proto");
});

test("nothing is left in the temporary folder, whether it went well or not", async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("gomicro-idl-"));
  await load(["shop"]);
  await load(["refused/broken.proto"]).catch(() => undefined);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("gomicro-idl-"))).toEqual(before);
});

describe("an IDL that imports published protos", () => {
  test("serves its own services alone, and has Go generated for what nobody publishes", async () => {
    const { model, gen } = await load(["cloud/acme"]);
    expect(model.services.map(({ fullName }) => fullName)).toEqual(["acme.jobs.v1.JobService"]);
    expect(model.files.map(({ path }) => path)).toEqual([
      "acme/jobs/v1/jobs.proto",
      "google/cloud/labels/v1/labels.proto",
    ]);
    const [run] = model.services[0]?.methods ?? [];
    expect(run?.response).toMatchObject({
      package: { path: "cloud.google.com/go/longrunning/autogen/longrunningpb", local: false },
      name: "Operation",
    });
    // With what it imports in its turn.
    expect(gen.map(({ path }) => path)).toContain("third_party/google/type/expr.proto");
  });

  test("needs no Go types of what it imports for options alone, but of its rules", async () => {
    const { model, gen } = await load(["options"]);
    expect(model.knownImports).toEqual(["buf/validate/validate.proto", "google/type/date.proto"]);
    expect(model.services[0]?.methods[0]?.http).toHaveLength(1);
    expect(gen.map(({ path }) => path)).toContain("third_party/google/api/annotations.proto");
  });

  test("has rules when it imports buf/validate, which is what layers ask for", async () => {
    const rules = async (path: string) => {
      const { model } = await load([path]);
      return factsOf({ answers, idl: model, manifests: [] }).validation;
    };
    expect(await rules("validated")).toEqual(["protovalidate"]);
    expect(await rules("shop")).toEqual(["none"]);
  });
});

test("every vendored proto has a Go package that importing it takes", () => {
  for (const { path, prefix, goPackage } of knownProtos()) {
    expect(prefixesOf([path])).toEqual([prefix]);
    expect(lockedFiles(builtinModules(), "imports", prefix).mod).toMatch(
      new RegExp(
        `^\t(${goPackage
          .split("/")
          .map((_, i, all) => all.slice(0, i + 1).join("/"))
          .join("|")}) v`,
        "m",
      ),
    );
  }
});
