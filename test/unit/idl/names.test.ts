import { expect, test } from "vitest";
import { goPackages } from "../../../generators/idl/aliases.ts";
import { packageOptions } from "../../../generators/idl/go-package.ts";
import { checkGoPath } from "../../../generators/idl/go-path.ts";
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
  expect(packageOptions([file(path, name)], "example.com/m")).toEqual([`M${path}=example.com/m/${option}`]);
});

test("files in one folder share one Go package", () => {
  const options = packageOptions([file("a/x.proto", "one"), file("a/y.proto", "two")], "m");
  expect(options).toEqual(["Ma/x.proto=m/gen/a;onepb", "Ma/y.proto=m/gen/a;onepb"]);
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
  const aliases = [...goPackages(files, known).values()].map(({ alias }) => alias);
  expect(aliases).toEqual(["acmeordersv1", "betaordersv1", "typedatepb", "googleapistypedatepb"]);
});

test("published packages end in pb, as Google's own code names them", () => {
  const known = [
    { file: "google/rpc/status.proto", goPackage: "google.golang.org/genproto/googleapis/rpc/status;status" },
    { file: "google/protobuf/empty.proto", goPackage: "google.golang.org/protobuf/types/known/emptypb" },
  ];
  expect([...goPackages([], known).values()]).toEqual([
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
  "a/internal/x.proto",
  "vendor/x.proto",
  "a/x_windows.proto",
  "a/x_amd64.proto",
  "a b/x.proto",
  "_a/x.proto",
  "a/é.proto",
])("%s is refused, as Go would not build it everywhere", (path) => {
  expect(() => checkGoPath(path, path)).toThrow(path);
});

test.each(["a/x_test.proto", "a/linux.proto", "internals/x.v1.proto", "windows/x.proto"])(
  "%s is fine",
  (path) => {
    expect(() => checkGoPath(path, path)).not.toThrow();
  },
);
