import { expect, test } from "vitest";
import { checkGoPath } from "../../../generators/idl/checks/check-go-paths.ts";
import { goPackages } from "../../../generators/idl/proto/go-packages.ts";
import { localPackages, packageOptions } from "../../../generators/idl/proto/local-packages.ts";
import { serviceNames } from "../../../generators/idl/service-names.ts";

const file = (path: string, name: string) => ({ path, text: name === "" ? "" : `package ${name};` });

test.each([
  [
    "google/example/library/v1/library.proto",
    "google.example.library.v1",
    "gen/google/example/library/v1;libraryv1",
  ],
  ["acme/orders.proto", "acme.orders", "gen/acme;orderspb"],
  ["acme/v1beta1/x.proto", "acme.v1beta1", "gen/acme/v1beta1;acmev1beta1"],
  ["hello.proto", "hello.v2", "gen;hellov2"],
  ["hello.proto", "", "gen;apipb"],
  ["acme/type/x.proto", "", "gen/acme/type;typepb"],
  ["a/x.proto", "Some_Thing", "gen/a;somethingpb"],
  ["a/x.proto", "mypb", "gen/a;mypb"],
  ["a/x.proto", "v1", "gen/a;v1pb"],
])("%s in package %j goes to %s", (path, name, option) => {
  expect(packageOptions(localPackages([file(path, name)]), "example.com/m")).toEqual([
    `M${path}=example.com/m/${option}`,
  ]);
});

test("files of one package in one folder share one Go package", () => {
  const packages = localPackages([file("a/x.proto", "one"), file("a/y.proto", "one")]);
  expect(packageOptions(packages, "m")).toEqual(["Ma/x.proto=m/gen/a;onepb", "Ma/y.proto=m/gen/a;onepb"]);
});

test("packages that would share an import alias get longer ones", () => {
  const files = [
    file("acme/orders/v1/a.proto", "acme.orders.v1"),
    file("beta/orders/v1/b.proto", "beta.orders.v1"),
    file("acme/type/date/c.proto", "acme.type.date"),
  ];
  const known = [
    { file: "google/type/date.proto", goPackage: "google.golang.org/genproto/googleapis/type/date;date" },
  ];
  const aliases = [...goPackages(localPackages(files), known).values()].map(({ alias }) => alias);
  expect(aliases).toEqual(["acmeordersv1", "betaordersv1", "typedatepb", "googleapistypedatepb"]);
});

test("published packages end in pb, as Google's own code names them", () => {
  const known = [
    { file: "google/rpc/status.proto", goPackage: "google.golang.org/genproto/googleapis/rpc/status;status" },
    { file: "google/protobuf/empty.proto", goPackage: "google.golang.org/protobuf/types/known/emptypb" },
  ];
  expect([...goPackages(new Map(), known).values()]).toEqual([
    { alias: "statuspb", path: "google.golang.org/genproto/googleapis/rpc/status", local: false },
    { alias: "emptypb", path: "google.golang.org/protobuf/types/known/emptypb", local: false },
  ]);
});

test.each([
  [["acme.v1.LibraryService"], ["LibraryService"], ["library_service"]],
  [["Deps"], ["Deps2"], ["deps2"]],
  [
    ["acme.Services", "acme.RPC"],
    ["AcmeServices", "RPC"],
    ["services", "acme_rpc"],
  ],
  [
    ["acme.v1.Orders", "acme.v2.Orders"],
    ["V1Orders", "V2Orders"],
    ["v1_orders", "v2_orders"],
  ],
  [
    ["FooLinux", "Foo_test", "HTTPServer2"],
    ["FooLinux", "FooTest", "HTTPServer2"],
    ["foolinux", "footest", "http_server2"],
  ],
])("%j are %j in files %j", (fullNames, goNames, fileNames) => {
  const names = serviceNames(fullNames);
  expect(names.map(({ goName }) => goName)).toEqual(goNames);
  expect(names.map(({ fileName }) => fileName)).toEqual(fileNames);
});

test("services whose names differ in case alone get files and types of their own", () => {
  const names = serviceNames(["a.Foo", "b.FOO", "c.foo"]);
  expect(new Set(names.map(({ fileName }) => fileName.toLowerCase())).size).toBe(3);
  expect(new Set(names.map(({ goName }) => goName)).size).toBe(3);
});

test.each([
  ["a/x_windows.proto", 'Go builds "x_windows" on one system only'],
  ["a/x_amd64.proto", 'Go builds "x_amd64" on one system only'],
  ["a/_x.proto", 'Go ignores files whose names begin with "_"'],
  ["a/x,y.proto", '"," separates the options'],
  ["a/x=y.proto", '"=" separates the options'],
  ["a/aux.proto", '"aux.proto" is a device on Windows'],
  ["CON/x.proto", '"CON" is a device on Windows'],
  ["a/x;y.proto", `";" can't be in the name of a file`],
])("%s is refused, as it can't be generated everywhere", (path, reason) => {
  expect(() => checkGoPath(path, `mine/${path}`)).toThrow(`mine/${path} can't be generated`);
  expect(() => checkGoPath(path, path)).toThrow(reason);
});

test.each([
  "a/x_test.proto",
  "a/linux.proto",
  "internal/x.v1.proto",
  "a b/é/_x/my orders.proto",
  "a/é.proto",
  "windows/X.proto",
])("%s is fine", (path) => {
  expect(() => checkGoPath(path, path)).not.toThrow();
});

test("folders that Go has no use for are generated under other names, and the output goes by the package", () => {
  const packages = localPackages([
    file("internal/v1/x.proto", "internal.v1"),
    file("a b/é/_x/y.proto", "odd"),
    file("vendor/z.proto", "vendor"),
  ]);
  expect(packageOptions(packages, "m")).toEqual([
    "module=m/gen",
    "Ma b/é/_x/y.proto=m/gen/a_b/x_/x_x;oddpb",
    "Minternal/v1/x.proto=m/gen/internal_/v1;internalv1",
    "Mvendor/z.proto=m/gen/vendor_;vendorpb",
  ]);
});

test("packages that share a folder get folders of their own", () => {
  const packages = localPackages([file("a/x.proto", "one"), file("a/y.proto", "two"), file("b.proto", "")]);
  expect([...packages.values()].map(({ path }) => path)).toEqual(["gen/a/onepb", "gen/a/twopb", "gen"]);
});

test("packages that import each other, which Go refuses, are one", () => {
  const text = (name: string, imported: string) => `package ${name};\nimport "${imported}";`;
  const packages = localPackages([
    { path: "a/base.proto", text: "package a;" },
    { path: "a/x.proto", text: text("a", "b/y.proto") },
    { path: "b/y.proto", text: text("b", "a/base.proto") },
    { path: "c/z.proto", text: text("c", "a/x.proto") },
  ]);
  expect([...packages]).toEqual([
    ["a/base.proto", { path: "gen/a", name: "apb" }],
    ["a/x.proto", { path: "gen/a", name: "apb" }],
    ["b/y.proto", { path: "gen/a", name: "apb" }],
    ["c/z.proto", { path: "gen/c", name: "cpb" }],
  ]);
});

test("a service with the name of a device on Windows gets a file of another name", () => {
  expect(serviceNames(["a.Con", "a.Nul2"]).map(({ fileName }) => fileName)).toEqual(["con_service", "nul2"]);
});
