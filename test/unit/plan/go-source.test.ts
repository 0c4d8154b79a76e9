import { describe, expect, test } from "vitest";
import { sortImports } from "../../../generators/go/sort-imports.ts";
import { finishGo } from "../../../generators/plan/finish-go.ts";

const template = `// Package main: import (
package main

import (
	"context"
	"os"

	"google.golang.org/grpc"

	"gomicro.example/service/internal/rpc"
	inventoryv1 "gomicro.example/service/gen/inventory/v1"
)

const name = "gomicro-service"

const text = \`
import (
	"z"
	"a"
)
\`
`;

describe("a Go template", () => {
  test("gets the module and the name for its stand-ins", () => {
    const go = finishGo(
      '// gomicro-service is at gomicro.example/service.\nconst a = "gomicro.example/service/x"',
      {
        module: "example.com/shop",
        name: "shop",
      },
    );
    expect(go).toBe('// shop is at example.com/shop.\nconst a = "example.com/shop/x"');
  });

  test("keeps words that only begin or end like a stand-in", () => {
    const text = "gomicro.example/services gomicro.example/service2 gomicro-services my-gomicro-service";
    expect(finishGo(text, { module: "m.example/m", name: "n" })).toBe(text);
  });

  test("is replaced in one pass, so that a module may contain a stand-in", () => {
    const text = 'import "gomicro.example/service/cmd/gomicro-service"';
    expect(finishGo(text, { module: "example.com/gomicro-service", name: "x" })).toBe(
      'import "example.com/gomicro-service/cmd/x"',
    );
  });

  test("has its imports sorted again within their group, and nothing that only looks like imports", () => {
    const go = finishGo(template, { module: "example.com/a", name: "a" });
    expect(go).toContain(
      '\tinventoryv1 "example.com/a/gen/inventory/v1"\n\t"example.com/a/internal/rpc"\n)\n\nconst name = "a"\n',
    );
    expect(go).toContain('\t"z"\n\t"a"\n');
    expect(go).toContain('"os"\n\n\t"google.golang.org/grpc"\n\n');
  });
});

const mixed = (module: string) => `package ent

import (
	"context"
	"fmt"
	"${module}/ent/item"
	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	// a comment ends a run
	"${module}/z"
	"b.example/b"
	_ "a.example/a" // for its side effects
	. "a.example/a"
	"a.example/a"
)

import (
	"z.example/z"
	"${module}/y"
)

type T struct{}
`;

describe("imports", () => {
  test.each([
    [
      "alpha.example/m",
      ["alpha.example/m/ent/item", "context", "entgo.io/ent", "entgo.io/ent/dialect/sql", "fmt"],
      ["a.example/a", ". a.example/a", "_ a.example/a", "alpha.example/m/z", "b.example/b"],
      ["alpha.example/m/y", "z.example/z"],
    ],
    [
      "zeta.example/m",
      ["context", "entgo.io/ent", "entgo.io/ent/dialect/sql", "fmt", "zeta.example/m/ent/item"],
      ["a.example/a", ". a.example/a", "_ a.example/a", "b.example/b", "zeta.example/m/z"],
      ["z.example/z", "zeta.example/m/y"],
    ],
    [
      "entgo.io/ent/dialect",
      ["context", "entgo.io/ent", "entgo.io/ent/dialect/ent/item", "entgo.io/ent/dialect/sql", "fmt"],
      ["a.example/a", ". a.example/a", "_ a.example/a", "b.example/b", "entgo.io/ent/dialect/z"],
      ["entgo.io/ent/dialect/y", "z.example/z"],
    ],
  ])("of mixed groups are in gofmt's order for the module %s", (module, ...runs) => {
    const spec = /^\t(?:([_.]) )?"(.+)"/;
    const sorted = sortImports(mixed(module)).split("\n");
    const found = sorted.flatMap((line) => {
      const match = spec.exec(line);
      return match ? [match[1] ? `${match[1]} ${match[2]}` : `${match[2]}`] : [];
    });
    expect(found).toEqual(runs.flat());
    expect(sorted).toContain("\t// a comment ends a run");
    expect(sorted).toContain('\t_ "a.example/a" // for its side effects');
  });
});
