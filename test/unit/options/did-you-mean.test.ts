import { expect, test } from "vitest";
import { nearest } from "../../../generators/options/did-you-mean.ts";

const known = [
  "framework",
  "protocol",
  "partial",
  "store",
  "yes",
  "version",
  "verbose",
  "grpc",
  "lime",
  "lime-kit",
  "go-kit",
];

test.each([
  ["framwork", "framework"],
  ["FRAMEWORK", "framework"],
  ["frame", "framework"],
  ["stroe", undefined],
  ["stor", "store"],
  ["protocoll", "protocol"],
  ["lima", "lime"],
  ["gokit", "go-kit"],
  ["y", "yes"],
  ["ver", undefined],
  ["express", undefined],
  ["", undefined],
])("%s probably means %s", (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});
