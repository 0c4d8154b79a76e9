import { describe, expect, test } from "vitest";
import { checkModulePath } from "../../../generators/options/check-module-path.ts";

/** As `CheckPath` of golang.org/x/mod v0.42.0 says, or as `go mod init` does where the first element has no dot. */
const legal = [
  "example.com/shop",
  "example.com",
  "a.b",
  "a.b/c",
  "1.2.3.4/shop",
  "github.com/Acme/Shop_2~x",
  "example.com/shop/v2",
  "example.com/shop/v10",
  "example.com/v2/shop",
  "example.com/shop.v2",
  "example.com/v",
  "example.com/-x",
  "example.com/_x",
  "example.com/x~",
  "example.com/x~y",
  "example.com/auxiliary",
  "example.com/shop.go",
  "example.com/internal/shop",
  "example.com/vendored",
  "gopkg.in/yaml.v3",
  "gopkg.in/acme/yaml.v0",
  "gopkg.in/yaml.v2-unstable",
  "gomicro.example/service",
  "shop",
  "Shop",
  "acme/shop",
  "a_b/shop",
  "netshop/net",
];

const illegal: readonly (readonly [string, string])[] = [
  ["", "it is empty"],
  ["https://example.com/shop", "it is a URL"],
  ["-example.com/shop", "leading dash"],
  ["/example.com", "leading slash"],
  ["example.com//shop", "double slash"],
  ["example.com/", "trailing slash"],
  ["./shop", 'invalid path element "."'],
  ["example.com/../shop", 'invalid path element ".."'],
  ["example.com/.shop", "leading dot in path element"],
  [".example/shop", "leading dot in path element"],
  ["example.com/shop.", "trailing dot in path element"],
  ["example.com/a b", 'invalid character " "'],
  ["example.com/a@v1", 'invalid character "@"'],
  ["example.com/a+b", 'invalid character "+"'],
  ["example.com/a\\b", 'invalid character "\\\\"'],
  ["example.com/föö", 'invalid character "ö"'],
  ["example.com/\u{1f600}", 'invalid character "\u{1f600}"'],
  ["example.com/com0", '"com0" is disallowed as path element component on Windows'],
  ["example.com/con", '"con" is disallowed as path element component on Windows'],
  ["example.com/NUL.txt", '"NUL" is disallowed as path element component on Windows'],
  ["example.com/lpt9", '"lpt9" is disallowed as path element component on Windows'],
  ["example.com/shop~1", "trailing tilde and digits in path element"],
  ["example.com/shop~1.x", "trailing tilde and digits in path element"],
  ["GitHub.com/acme/shop", 'invalid character "G" in first path element'],
  ["a_b.com/shop", 'invalid character "_" in first path element'],
  ["example.com/shop/v1", "a major version suffix is /v2 or later"],
  ["example.com/shop/v0", "a major version suffix is /v2 or later"],
  ["example.com/shop/v02", "a major version suffix is /v2 or later"],
  ["example.com/shop/v2.1", "a major version suffix is /v2 or later"],
  ["gopkg.in/yaml", "gopkg.in paths end in .vN"],
  ["gopkg.in/yaml.v01", "gopkg.in paths end in .vN"],
  ["gopkg.in/yaml/v2", "gopkg.in paths end in .vN"],
  ["example.com/vendor/shop", 'the go command reserves "vendor"'],
  ["net", `"net" belongs to Go's standard library`],
  ["net/shop", `"net" belongs to Go's standard library`],
  ["toolchain", `"toolchain" belongs to Go's standard library`],
];

describe("a module path", () => {
  test.each(legal)("%s is legal", (path) => {
    expect(checkModulePath(path)).toBeUndefined();
  });

  test.each(illegal)("%s is not: %s", (path, reason) => {
    expect(checkModulePath(path)?.message).toBe(`illegal module path ${JSON.stringify(path)}: ${reason}`);
  });

  test.each([
    ["https://GitHub.com/Acme/shop.git", "try --module github.com/Acme/shop"],
    ["GitHub.com/acme/shop", "try --module github.com/acme/shop"],
    ["example.com/shop/", "try --module example.com/shop"],
    ["example.com/shop/v1", "try --module example.com/shop"],
    ["net/shop", "for example github.com/acme/orders"],
  ])("%s is met with a legal one", (path, hint) => {
    expect(checkModulePath(path)?.hint).toBe(hint);
  });
});
