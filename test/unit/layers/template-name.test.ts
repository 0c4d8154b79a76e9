import { describe, expect, test } from "vitest";
import { readTemplateName } from "../../../generators/layers/read-template-name.ts";

const names: readonly [string, string, "hbs" | "text", string | null][] = [
  ["internal/store/store.go", "internal/store/store.go", "text", null],
  ["cmd/__name__/main.go", "cmd/__name__/main.go", "text", null],
  ["internal/rpc/__service__.go.hbs", "internal/rpc/__service__.go", "hbs", null],
  ["_gitignore", ".gitignore", "text", null],
  ["_golangci.yml.hbs", ".golangci.yml", "hbs", null],
  ["_github/workflows/ci.yml", ".github/workflows/ci.yml", "text", null],
  ["README.md.d/10-intro.md.hbs", "README.md", "hbs", "10-intro.md"],
  ["deploy/_env.d/20-store", "deploy/.env", "text", "20-store"],
  ["conf.d/site.conf", "conf.d/site.conf", "text", null],
];

describe("the name of a template", () => {
  test.each(names)("%s becomes %s", (file, path, kind, fragment) => {
    expect(readTemplateName(file)).toEqual({ path, kind, fragment });
  });

  test("has no leading dot, as npm drops some of those from packages", () => {
    expect(() => readTemplateName("a/.gitignore")).toThrow(
      "a/.gitignore: dotfiles in a layer start with an underscore",
    );
  });
});
