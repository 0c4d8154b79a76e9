import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { brokenRules } from "../../../generators/idl/checks/check-rules.ts";
import { readImage } from "../../../generators/idl/proto/decode-image.ts";
import { vendoredFiles } from "../../../generators/idl/proto/vendored-files.ts";
import { withWorkspace } from "../../../generators/tools/with-workspace.ts";
import { repositoryTools as tools } from "../../../scripts/repository-tools.ts";
import { fixtures } from "./load.ts";

const text = readFileSync(join(fixtures, "rules", "judged.proto"), "utf8");
const found = new Map<string, string>();

/** By the name of the field or the message, without its package. */
beforeAll(async () => {
  const file = { path: "judged.proto", text, shown: "judged.proto" };
  const request = {
    files: [
      { path: "api/judged.proto", content: text },
      ...vendoredFiles(tools.pack, ["buf/validate/validate.proto"]),
    ],
    ...{ vendored: true, tools, env: process.env, signal: new AbortController().signal },
  };
  await withWorkspace(request, async (workspace) => {
    const built = await workspace.buf(["build", "api", "-o", "image"]);
    expect(built).toMatchObject({ status: 0, stderr: "" });
    const registry = readImage(readFileSync(join(workspace.folder, "image")));
    for (const { where, defect } of await brokenRules({ workspace, registry, files: [file] })) {
      const [, line, name = ""] = /^judged\.proto:(\d+): \w+ acme\.rules\.v1\.(.*)$/.exec(where) ?? [];
      found.set(`${name}:${Number(line) - firstLine(name)}`, `${defect.reason} (${defect.hint})`);
    }
  });
});

/** Of the message that something is in. */
function firstLine(name: string): number {
  const [message] = name.split(".");
  return text.split("\n").indexOf(`message ${message} {`) + 1;
}

describe("a broken rule is found, with its place, its name, the reason and what would work", () => {
  test.each([
    [
      "BrokenCelField.a:1",
      `the rule "a.b" does not compile: type 'string' does not support field selection (in CEL, "this" is the value of the field, of its own type)`,
    ],
    [
      "BrokenMsgSecond:6",
      `the rule "m.y" does not compile: found no matching overload for '_==_' applied to '(int, string)' (in CEL, "this" is the message, and "this.name" one of its fields)`,
    ],
    [
      "BrokenCelOut.a:1",
      'the rule "a.b" evaluates to int (return a bool that is true for valid values, or a string that is empty for them)',
    ],
    [
      "BrokenCelEmpty.a:1",
      'the rule "a.b" has no expression (return a bool that is true for valid values, or a string that is empty for them)',
    ],
    [
      "BrokenPattern.a:1",
      "(buf.validate.field).string.pattern does not compile: error parsing regexp: missing closing ): `a(` (patterns are RE2, which has no lookaround and no backreferences)",
    ],
    [
      "BrokenTypeItem.a:1",
      "it is of type string but has (buf.validate.field).repeated.items.int32 rules (use (buf.validate.field).repeated, and in its items string rules)",
    ],
    [
      "BrokenTypeKey.a:1",
      "it is of type map<string, string> but has (buf.validate.field).map.keys.int32 rules (use (buf.validate.field).map, in its keys string rules, in its values string rules)",
    ],
    [
      "BrokenTypeMsg.a:1",
      "it is of type acme.rules.v1.FineNow but has (buf.validate.field).string rules (use cel: the rules of a message are in its own fields)",
    ],
    [
      "BrokenTypeTime.a:1",
      "it is of type google.protobuf.Timestamp but has (buf.validate.field).duration rules (use timestamp rules)",
    ],
    [
      "BrokenOneofUnknown:1",
      'a (buf.validate.message).oneof entry that references field "b", which is not defined in the message (name fields of the message, each once)',
    ],
  ])("%s", (place, words) => {
    expect(found.get(place)).toBe(words);
  });

  test("in a predefined rule, which is broken wherever it is used", () => {
    expect([...found].filter(([place]) => place.startsWith("wrong:")).map(([, words]) => words)).toEqual([
      `the rule "string.wrong" does not compile: type 'string' does not support field selection (in CEL, "this" is the value of the field, and "rule" what is set beside it)`,
    ]);
  });
});

test("every broken message is found, and none that buf alone has advice for", () => {
  const messages = [...text.matchAll(/^message (\w+)/gm)].map(([, name = ""]) => name);
  const named = new Set([...found.keys()].map((place) => /^\w+/.exec(place)?.[0]));
  expect(messages.filter((name) => named.has(name))).toEqual(
    messages.filter((name) => name.startsWith("Broken")),
  );
  expect(messages.filter((name) => name.startsWith("Fine")).length).toBeGreaterThan(20);
});
