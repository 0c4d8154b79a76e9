import { describe, expect, test } from "vitest";
import { createLock, parseLock, printLock } from "../../../generators/plan/service-lock.ts";
import { answers } from "../layers/fixture.ts";

const lock = createLock({
  generator: "1.2.3",
  answers,
  partial: false,
  files: [{ path: "a/b.txt", content: "x", mode: 0o644, layer: "a" }],
});
const text = printLock(lock);
const edited = (change: (json: Record<string, unknown>) => object) =>
  JSON.stringify(change(Object(JSON.parse(text))));

describe("a lock", () => {
  test("is read back as it was written, on every line end", () => {
    expect(parseLock(text, "lock.json")).toEqual(lock);
    expect(parseLock(text.replaceAll("\n", "\r\n"), "lock.json")).toEqual(lock);
  });

  test("does not depend on the order of the answers' keys", () => {
    const reversed = Object(Object.fromEntries(Object.entries(answers).reverse()));
    expect(printLock(createLock({ generator: "1.2.3", answers: reversed, partial: true, files: [] }))).toBe(
      printLock(createLock({ generator: "1.2.3", answers, partial: true, files: [] })),
    );
  });

  test.each<[string, string, RegExp]>([
    [
      "an answer",
      edited((json) => ({ ...json, answers: { ...answers, store: "sqlite" } })),
      /edited by hand/,
    ],
    ["a hash", edited((json) => ({ ...json, files: { "a/b.txt": "0" } })), /edited by hand/],
    ["the version", edited((json) => ({ ...json, generator: "9.9.9" })), /edited by hand/],
    ["the integrity", edited((json) => ({ ...json, integrity: "sha256-0" })), /edited by hand/],
    ["a missing integrity", edited(({ integrity, ...json }) => json), /edited by hand/],
    [
      "a missing answer",
      edited((json) => ({ ...json, answers: { ...answers, name: undefined } })),
      /answers\.name must be a string/,
    ],
    ["a wrong type", edited((json) => ({ ...json, files: [] })), /files must be an object/],
    ["a new key", edited((json) => ({ ...json, colour: "red" })), /unknown key "colour"/],
    ["conflict markers", `<<<<<<< HEAD\n${text}`, /is not JSON/],
    ["half of it", text.slice(0, 100), /is not JSON/],
  ])("that was edited by hand is refused: %s", (_, changed, message) => {
    const parse = () => parseLock(changed, ".gomicro/lock.json");
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ hint: expect.stringContaining("version control") }));
  });

  test("of a newer form names the generator that wrote it", () => {
    const parse = () =>
      parseLock(
        edited((json) => ({ ...json, lock: 2, generator: "7.0.0" })),
        "lock.json",
      );
    expect(parse).toThrow("written by a newer generator (7.0.0)");
  });
});
