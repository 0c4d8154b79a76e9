import { expect, test } from "vitest";
import { fallbackService } from "../../../generators/idl/thrift/fallback-service.ts";

function fallback(services: Readonly<Record<string, string>>): string | undefined {
  const list = Object.entries(services).map(([name, methods]) => ({
    name,
    methods: methods.split(" ").flatMap((method) => (method === "" ? [] : [{ name: method }])),
  }));
  return fallbackService(list)?.name;
}

test("one service needs none", () => {
  expect(fallback({ A: "x y" })).toBeUndefined();
});

test("the first service is it, unless several others share a method that it has not", () => {
  expect(fallback({ A: "x", B: "y" })).toBe("A");
  expect(fallback({ A: "x", B: "x y", C: "x y" })).toBe("B");
});

test("there is none when no service has every shared method", () => {
  expect(fallback({ A: "x", B: "x", C: "y", D: "y" })).toBeUndefined();
});
