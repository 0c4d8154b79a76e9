import { expect, test } from "vitest";
import { components } from "../../../generators/idl/components.ts";

const graph = (edges: Readonly<Record<string, string>>) =>
  new Map(Object.entries(edges).map(([node, next]) => [node, new Set(next === "" ? [] : next.split(""))]));

test.each([
  ["nodes alone", { a: "", b: "a" }, [["a"], ["b"]]],
  ["a circle", { a: "b", b: "c", c: "a" }, [["a", "b", "c"]]],
  [
    "two circles that touch",
    { a: "b", b: "a", c: "bd", d: "c" },
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ["a circle within a way", { s: "a", a: "b", b: "at", t: "" }, [["s"], ["a", "b"], ["t"]]],
  ["an eight", { a: "b", b: "ac", c: "b" }, [["a", "b", "c"]]],
  ["what is not in the graph", { a: "x" }, [["a"]]],
])("%s", (_, edges, groups) => {
  expect(components(graph(edges))).toEqual(groups);
});
