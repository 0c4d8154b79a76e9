import { describe, expect, test } from "vitest";
import { checkServiceName, legalName } from "../../../generators/options/check-service-name.ts";

const long = "a".repeat(63);

describe("a service's name", () => {
  test.each(["shop", "a", "order-service", "s3", "gomicro-service", "a--b", "console", "func1", long])(
    "%s is legal",
    (name) => {
      expect(checkServiceName(name)).toBeUndefined();
    },
  );

  test.each([
    ["", "it is empty"],
    [`${long}a`, "it is longer than 63 characters"],
    ["Shop", 'it has "S"; lower-case letters, digits and dashes only'],
    ["my_shop", 'it has "_"; lower-case letters, digits and dashes only'],
    ["my.shop", 'it has "."; lower-case letters, digits and dashes only'],
    ["a/b", 'it has "/"; lower-case letters, digits and dashes only'],
    ["bücher", 'it has "ü"; lower-case letters, digits and dashes only'],
    ["..", 'it has "."; lower-case letters, digits and dashes only'],
    ["-shop", "it does not begin with a letter"],
    ["3d", "it does not begin with a letter"],
    ["shop-", "it ends with a dash"],
    ["func", "it is a Go keyword"],
    ["select", "it is a Go keyword"],
    ["internal", "the go command reserves it"],
    ["vendor", "the go command reserves it"],
    ["testdata", "the go command reserves it"],
    ["nul", "it is a device on Windows"],
    ["com0", "it is a device on Windows"],
    ["com1", "it is a device on Windows"],
  ])("%s is not: %s", (name, reason) => {
    expect(checkServiceName(name)?.message).toBe(`illegal name ${JSON.stringify(name)}: ${reason}`);
  });

  test.each([
    ["OrderService", "order-service"],
    ["My Shop_2", "my-shop-2"],
    ["3d-print", "d-print"],
    ["Bücher", "bucher"],
    ["func", "func-service"],
    ["com1", "com1-service"],
    [`${long}b`, long],
    ["商店", undefined],
    ["", undefined],
  ])("%s could be %s", (text, name) => {
    expect(legalName(text)).toBe(name);
  });

  test("that can't be guessed from is met with the rule", () => {
    expect(checkServiceName("商店")?.hint).toBe(
      "a name is lower-case letters, digits and dashes, at most 63, such as order-service",
    );
  });
});
