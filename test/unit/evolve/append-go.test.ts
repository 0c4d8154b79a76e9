import { describe, expect, test } from "vitest";
import { appendGo } from "../../../generators/go/append-go.ts";
import { readGo } from "../../../generators/go/read-go.ts";

const planned = `package rpc

import (
	"context"

	datepb "example.org/date"
	libraryv1 "example.com/shop/gen/library/v1"
	"example.com/shop/internal/fault"
)

type Books struct{}

// Lend serves it.
//
//	with { an odd } comment
func (s *Books) Lend(ctx context.Context, req *libraryv1.LendRequest) (*datepb.Date, error) {
	return nil, fault.New(fault.Unimplemented, "not { yet \`")
}
`;
const lend = readGo(planned).functions;
const append = (source: string) =>
  appendGo({ source, from: planned, functions: lend, module: "example.com/shop" });

describe("a function is appended", () => {
  test("with its comment and the imports it takes, each in its group", () => {
    const mine = `package rpc

import (
	"context"

	"example.com/shop/internal/clock"
)

// Books is mine.
type Books struct{ clock clock.Clock }

func (s *Books) Mine(ctx context.Context) { s.clock.Tick() }
`;
    expect(append(mine)).toBe(`package rpc

import (
	"context"

	datepb "example.org/date"

	libraryv1 "example.com/shop/gen/library/v1"
	"example.com/shop/internal/clock"
	"example.com/shop/internal/fault"
)

// Books is mine.
type Books struct{ clock clock.Clock }

func (s *Books) Mine(ctx context.Context) { s.clock.Tick() }

// Lend serves it.
//
//	with { an odd } comment
func (s *Books) Lend(ctx context.Context, req *libraryv1.LendRequest) (*datepb.Date, error) {
	return nil, fault.New(fault.Unimplemented, "not { yet \`")
}
`);
  });

  test("with the names that the file has for its packages", () => {
    const mine = `package rpc

import (
	"context"

	pb "example.com/shop/gen/library/v1"
	"example.com/shop/internal/fault"
	datepb "example.com/shop/internal/calendar"
)

var _ = pb.X + fault.Y + datepb.Z
`;
    const text = append(mine);
    expect(text).toContain("req *pb.LendRequest) (*datepb2.Date, error)");
    expect(text).toContain('\tdatepb2 "example.org/date"\n');
    expect(text).toContain("fault.New(fault.Unimplemented,");
  });

  test("to a file without imports, and on the line ends that are there", () => {
    expect(append("package rpc\n\ntype Books struct{}\n")).toContain('package rpc\n\nimport "context"\n');
    const windows = append('package rpc\r\n\r\nimport (\r\n\t"context"\r\n)\r\n');
    expect(windows.split("\n").filter((line) => line !== "" && !line.endsWith("\r"))).toEqual([]);
  });
});

test("functions are found where Go has them, and not in comments or texts", () => {
  const { functions, types } = readGo(`package a

/*
func (s *T) Commented() {}
*/
const text = \`
func (s *T) Quoted() {}
\`

type T struct{}

// Real is.
func (t T) Real(f func() error, v interface{ M() }) (a int, err error) {
	if '}' == "{}"[0] { /* } */
	}
	return
}

func plain[K comparable](m map[K]struct{}) {}
`);
  expect(types).toEqual(["T"]);
  expect(functions.map(({ receiver, name, line }) => [receiver, name, line])).toEqual([
    ["T", "Real", 13],
    [null, "plain", 19],
  ]);
  expect(functions[0]?.text.startsWith("// Real is.\nfunc (t T) Real(")).toBe(true);
  expect(functions[0]?.text.endsWith("\treturn\n}\n")).toBe(true);
  expect(functions[0]?.signature).toBe("(f func() error, v interface{ M() }) (a int, err error)");
});
