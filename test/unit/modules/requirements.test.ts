import { describe, expect, test } from "vitest";
import { addRequirements, addSums } from "../../../generators/modules/requirements.ts";

const goMod = `
go 1.26.0

tool example.com/tool/cmd/x

require (
	example.com/a v1.2.0
	example.com/m v1.0.0
)

require (
	example.com/b v0.0.0-20260101000000-aaaaaaaaaaaa // indirect
	example.com/z v1.0.0 // indirect
)
`;

describe("requirements that a preset adds", () => {
  test("stand in their block, in order", () => {
    const added = addRequirements(goMod, ["example.com/c v1.0.0", "example.com/y v1.0.0 // indirect"]);
    expect(added).toBe(
      goMod
        .replace("\texample.com/m", "\texample.com/c v1.0.0\n\texample.com/m")
        .replace("\texample.com/z", "\texample.com/y v1.0.0 // indirect\n\texample.com/z"),
    );
  });

  test("become direct, and never lower a version", () => {
    expect(addRequirements(goMod, ["example.com/z v0.9.0"])).toBe(
      goMod
        .replace("\texample.com/z v1.0.0 // indirect\n", "")
        .replace(
          ")\n\nrequire (\n\texample.com/b",
          "\texample.com/z v1.0.0\n)\n\nrequire (\n\texample.com/b",
        ),
    );
  });

  test.each([
    ["example.com/a v1.10.0", "example.com/a v1.10.0"],
    ["example.com/a v1.2.0-rc.1", "example.com/a v1.2.0"],
    ["example.com/a v1.2.1-rc.1", "example.com/a v1.2.1-rc.1"],
    [
      "example.com/b v0.0.0-20260202000000-bbbbbbbbbbbb // indirect",
      "example.com/b v0.0.0-20260202000000-bbbbbbbbbbbb // indirect",
    ],
    [
      "example.com/b v0.0.0-20250202000000-bbbbbbbbbbbb // indirect",
      "example.com/b v0.0.0-20260101000000-aaaaaaaaaaaa // indirect",
    ],
  ])("keep the higher version of two: %s", (added, expected) => {
    expect(addRequirements(goMod, [added])).toContain(`\t${expected}\n`);
    expect(addRequirements(goMod, [added]).split("\n")).toHaveLength(goMod.split("\n").length);
  });

  test("change nothing when there are none", () => {
    expect(addRequirements(goMod, [])).toBe(goMod);
    expect(addSums("x y z\n", [])).toBe("x y z\n");
  });
});

test("sums stand in Go's order: by path, then version, then go.mod after the module", () => {
  const sums = [
    "example.com/a v1.9.0 h1:1=",
    "example.com/a v1.9.0/go.mod h1:2=",
    "example.com/c v1.0.0 h1:3=",
  ];
  const added = [
    "example.com/a v1.10.0/go.mod h1:5=",
    "example.com/b v1.0.0 h1:4=",
    "example.com/a v1.9.0 h1:1=",
  ];
  expect(addSums(`${sums.join("\n")}\n`, added)).toBe(
    "example.com/a v1.9.0 h1:1=\nexample.com/a v1.9.0/go.mod h1:2=\nexample.com/a v1.10.0/go.mod h1:5=\nexample.com/b v1.0.0 h1:4=\nexample.com/c v1.0.0 h1:3=\n",
  );
});
