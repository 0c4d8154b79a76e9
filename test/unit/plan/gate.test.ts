import { describe, expect, test } from "vitest";
import { UserError } from "../../../generators/error.ts";
import { checkPath, checkPaths } from "../../../generators/files/gate.ts";

const safe = [
  "a",
  "cmd/shop/main.go",
  ".github/workflows/ci.yml",
  ".gitignore",
  "gen/a_b/c-d.pb.go",
  "käse/ñ.md",
  "a..b/c...d",
  "consul/console.go",
  ".gitattributes",
];

const attacks: Readonly<Record<string, string>> = {
  "": "empty",
  "/etc/passwd": "absolute",
  "../x": '".."',
  "a/../../x": '".."',
  "a/./b": '"."',
  "a//b": "empty part",
  "a/": "empty part",
  "..\\x": "backslash",
  "C:\\x": "backslash",
  "C:/x": "one of",
  "C:x": "one of",
  "//server/share": "absolute",
  "a.txt:stream": "one of",
  "a\0b": "invisible",
  "a\nb": "invisible",
  "a\u202egpj.go": "invisible",
  ".g\u200dit/config": "invisible",
  "a\ud800": "invisible",
  ".git/hooks/post-checkout": "git's own",
  "sub/.GIT/config": "git's own",
  ".ｇｉｔ/config": "git's own",
  "GIT~1/config": "git's own",
  con: "device",
  "a/AUX.go": "device",
  "nul.tar.gz": "device",
  com1: "device",
  "LPT³.txt": "device",
  CONIN$: "device",
  "aux .txt": "device",
  "a./b": "dot or a space",
  "a /b": "dot or a space",
  "...": "dot or a space",
  " a": "begins with a space",
  [`${"a/".repeat(120)}b`]: "longer than 240 bytes",
  ["é".repeat(121)]: "longer than 240 bytes",
};

describe("the path gate", () => {
  test.each(safe)("lets %j through", (path) => {
    expect(checkPath(path)).toBe(path);
  });

  test.each(Object.entries(attacks))("refuses %j", (path, reason) => {
    expect(() => checkPath(path)).toThrow(UserError);
    expect(() => checkPath(path)).toThrow(reason);
  });

  test.each([
    ["a/b", "a/b"],
    ["README.md", "readme.md"],
    ["caf\u00e9", "cafe\u0301"],
    ["STRASSE", "straße"],
    ["Api/a.proto", "api/b.proto"],
    ["a", "a/b"],
    ["A/b", "a"],
  ])("refuses %j beside %j, which is one place on some file system", (a, b) => {
    for (const [first, second] of [
      [a, b],
      [b, a],
    ] as const) {
      const check = () =>
        checkPaths([
          { path: first, owner: "layer-one" },
          { path: second, owner: "layer-two" },
        ]);
      expect(check).toThrow(/layer-one.*layer-two|layer-two.*layer-one/);
    }
  });

  test("lets files share folders", () => {
    const paths = ["a/b/c", "a/b/d", "a/e", "ab", "a.b/c"];
    expect(() => checkPaths(paths.map((path) => ({ path, owner: "x" })))).not.toThrow();
  });
});
