import { describe, expect, test } from "vitest";
import { unifiedDiff } from "../../../generators/plan/diff.ts";

const diff = (before: string | null, after: string) => unifiedDiff({ path: "a.txt", before, after });
const lines = (...numbers: number[]) => numbers.map((number) => `${number}\n`).join("");
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("a diff", () => {
  test("of equal texts is empty", () => {
    expect(diff("a\nb\n", "a\nb\n")).toBe("");
  });

  test("of a new file is all of it", () => {
    expect(diff(null, "a\nb\n")).toBe("--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  });

  test("has three lines around a change, and a hunk for each that is far from the last", () => {
    const before = lines(...upTo(30));
    const after = before.replace("5\n", "five\n").replace("20\n", "").replace("21\n", "21\nnew\n");
    expect(diff(before, after)).toBe(
      `--- a/a.txt
+++ b/a.txt
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8
@@ -17,8 +17,8 @@
 17
 18
 19
-20
 21
+new
 22
 23
 24
`,
    );
  });

  test("says where a last line has no end", () => {
    expect(diff("a\nb", "a\nb\n")).toBe(
      "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
    );
  });

  test("of texts with nothing in common replaces all", () => {
    const after = lines(...upTo(60))
      .replaceAll(/^/gm, "x")
      .replace(/x$/, "");
    const text = diff(lines(...upTo(60)), after);
    expect(text).toContain("@@ -1,60 +1,60 @@");
    expect(text.split("\n")).toHaveLength(124);
  });

  test("is the shortest: a line that moved in the middle of others is one removed and one added", () => {
    const text = diff("a\nb\nc\nd\ne\n", "a\nc\nd\nb\ne\n");
    expect(text.split("\n").filter((line) => /^[-+][^-+]/.test(line))).toEqual(["-b", "+b"]);
  });
});
