import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { IdlModel } from "../../generators/idl/model.ts";
import { load } from "./thrift-folder.ts";

/** What stubs are made of: the Go signature of each method. */
function signatures({ services }: IdlModel): readonly string[] {
  return services.flatMap(({ name, methods }) =>
    methods.map(({ goName, handler }) => {
      const args = handler?.args.map((arg) => `${arg.name} ${arg.type.text}`).join(", ");
      return `${name}.${goName}(${args}) ${handler?.result?.text ?? ""}`.trim();
    }),
  );
}

it("Go types are those of the generated interface, with aliases that say where they are from", async () => {
  const { model } = await load(["shop"]);
  expect(model.files.map(({ path }) => path)).toEqual([
    "base/base.thrift",
    "orders/items.thrift",
    "orders/orders.thrift",
    "report.thrift",
  ]);
  expect(signatures(model)).toEqual(
    [
      "Health.Ping() string",
      "Items.List(page *baseapi.Page, order baseapi.Order) []*ordersv1.Item",
      "Items.Ping() string",
      "Orders.Get(id string) *ordersv1.Order",
      "Orders.Put(order *ordersv1.Order, line *ordersv1.Line) ",
      "Orders.List(page *baseapi.Page, order baseapi.Order) []*ordersv1.Item",
      "Orders.Ping() string",
      "Report.All(line *ordersv1.Line) map[string]*ordersv1.Order",
    ].map((line) => line.trim()),
  );
});

it("arguments and services are called what Go and the stubs leave free", async () => {
  const { model } = await load(["names.thrift"]);
  expect(signatures(model).slice(0, 5)).toEqual([
    "Context.String(errArg *namesv1.Error, ctxArg string, sArg int32) *namesv1.String",
    "Context.GetItemById(itemId string, iTEM_KEY int64) string",
    "Context.Import(rangeArg int32, typeArg int32, funcArg int32, interfaceArg int32) int32",
    "Context.Fault(faultArg string, errorArg *namesv1.Fault, lenArg int32)",
    "Context.Close(contextArg int32)",
  ]);
  const names = model.services.map(({ goName, fileName }) => `${goName} ${fileName}`);
  expect(names).toEqual([
    "Context context",
    "Services2 services",
    "Deps2 deps2",
    "Client_ client",
    "Calls calls",
    "Register register",
    "OrdersLinux orderslinux",
    "SubService sub_service",
    "Test test",
  ]);
});

it("comments are those of the file, safe for gofmt", async () => {
  const { model } = await load(["comments.thrift"]);
  const [notes] = model.services;
  expect(notes?.comment).toBe(
    'Notes has `backticks`, {{braces}}, {{#each}} and "quotes".\n\n– a list:\n\n– A heading',
  );
  expect(notes?.methods.map(({ name, comment }) => [name, comment])).toEqual([
    ["get", "get closes */ what it did not open, and returns `it`."],
    ["put", ""],
    ["hash", "hash says {{x}} and \\ and %s."],
    ["one", "One."],
  ]);
});

it("what a client sends can be read: unions have a field, structs what is required of them", async () => {
  const { model } = await load(["unions.thrift"]);
  const values = model.services.flatMap(({ methods }) =>
    methods.flatMap(({ handler }) => handler?.args.map(({ value }) => value.text) ?? []),
  );
  expect(values).toEqual([
    "&unionsv1.Either{Text: new(string)}",
    "&unionsv1.Many{Texts: []string{}}",
    "&unionsv1.Deep{Outer: &unionsv1.Outer{Middle: &unionsv1.Middle{Inner: &unionsv1.Inner{}}}}",
    "&unionsv1.Outer{Middle: &unionsv1.Middle{Inner: &unionsv1.Inner{}}}",
    "&unionsv1.Refused{Inner: &unionsv1.Inner{}}",
  ]);
});

it("methods that a service inherits follow its own", async () => {
  const { model } = await load(["several.thrift"]);
  expect(
    model.services.map(({ name, methods }) => `${name}: ${methods.map((one) => one.name).join(" ")}`),
  ).toEqual(["Empty: ", "Base: ping both", "Left: left ping both", "Right: right ping both", "Apart: both"]);
});

it("an API of a hundred methods in two files is read", async () => {
  const work = mkdtempSync(join(tmpdir(), "thrift-large-"));
  try {
    for (const file of ["first", "second"]) {
      const range = Array.from({ length: 50 }, (_, index) => index);
      const types = range.map(
        (n) => `struct In${n} { 1: required string id }\nstruct Out${n} { 1: string text }`,
      );
      const methods = range.map((n) => `  Out${n} ${file}${n}(1: In${n} request)`);
      const lines = [`namespace go acme.${file}`, ...types, `service ${file}Service {`, ...methods, "}"];
      writeFileSync(join(work, `${file}.thrift`), lines.join("\n"));
    }
    const { model } = await load(["."], { cwd: work });
    expect(model.services.map(({ methods }) => methods.length)).toEqual([50, 50]);
  } finally {
    rmSync(work, { recursive: true });
  }
});
