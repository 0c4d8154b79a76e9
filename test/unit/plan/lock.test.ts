import { describe, expect, test } from "vitest";
import { createLock, parseLock, printLock } from "../../../generators/plan/service-lock.ts";
import { version } from "../../../generators/version.ts";
import { answers } from "../layers/fixture.ts";

const lock = createLock({
  generator: version,
  answers,
  partial: false,
  files: [{ path: "a/b.txt", content: "x", mode: 0o644, layer: "a", fate: "seeded", service: null }],
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
    [
      "a hash",
      edited((json) => ({
        ...json,
        files: { made: {}, managed: {}, seeded: { "a/b.txt": "0" }, merged: {} },
      })),
      /edited by hand/,
    ],
    [
      "a fate",
      edited((json) => ({ ...json, files: { made: {}, managed: lock.files, seeded: {}, merged: {} } })),
      /files\.managed\.a\/b\.txt must be a string/,
    ],
    ["an unknown fate", edited((json) => ({ ...json, files: { lost: {} } })), /unknown key "files.lost"/],
    ["the format", edited((json) => ({ ...json, format: 3 })), /format must be 2/],
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

  test("says first which generator wrote it, and groups its files by fate", () => {
    const json: unknown = JSON.parse(text);
    expect(Object.keys(Object(json)).slice(0, 2)).toEqual(["format", "generator"]);
    expect(json).toMatchObject({
      format: 2,
      files: { made: {}, managed: {}, seeded: { "a/b.txt": lock.files["a/b.txt"]?.sha256 }, merged: {} },
    });
  });

  const { ci, ...fewer } = answers;
  test.each<[string, string, string]>([
    [
      "an older format",
      "0.0.9",
      JSON.stringify({ lock: 1, generator: "0.0.9", answers, files: { "a/b.txt": "0" }, integrity: "x" }),
    ],
    ["a newer format", "7.0.0", edited((json) => ({ ...json, format: 3, generator: "7.0.0", files: null }))],
    ["a key more", "7.0.0", edited((json) => ({ ...json, generator: "7.0.0", workspace: "x" }))],
    [
      "an answer more",
      "7.0.0",
      edited((json) => ({ ...json, generator: "7.0.0", answers: { ...answers, gateway: "x" } })),
    ],
    ["an answer less", "0.0.9", edited((json) => ({ ...json, generator: "0.0.9", answers: fewer }))],
  ])("of another version's form names that version and how to run it: %s", (_, generator, other) => {
    const parse = () => parseLock(other, ".gomicro/lock.json");
    expect(parse).toThrow(
      `.gomicro/lock.json was written by version ${generator}, and this is version ${version}: run npx create-gomicro@${generator} …`,
    );
    expect(parse).toThrow(expect.objectContaining({ code: "lock-version", hint: undefined, status: 1 }));
  });

  test("whose generator is no version names none", () => {
    const parse = () =>
      parseLock(
        edited((json) => ({ ...json, format: 3, generator: "1; rm" })),
        "lock.json",
      );
    expect(parse).toThrow("lock.json: generator must be a version");
  });
});
