import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { frameworksPage } from "../../../scripts/frameworks-page.ts";
import { root } from "../../../scripts/toolchain.mjs";
import { manifests } from "../../support/manifests.ts";
import lines from "../../support/pairs.json" with { type: "json" };
import { anyPair, offered, type Pair, pairs, pairsWith, pairsWithout } from "../../support/pairs.ts";

const lineOf = ({ framework, protocol }: Pair) => `${framework}/${protocol}`;

describe("the list of pairs", () => {
  test("has what the manifests offer and nothing else, once", () => {
    expect([...lines].sort()).toEqual(offered.map(lineOf).sort());
  });

  test("knows of each pair what is spoken and what it reads", () => {
    for (const { title, speaks, ports, idl, kinds } of pairs) {
      expect(speaks.length, title).toBe(ports.length);
      expect(speaks.includes("thrift"), title).toBe(idl === "thrift");
      expect(kinds, title).toContain("unary");
    }
  });

  test.each([
    ["an IDL kind", { idl: "proto" }],
    ["a protocol", { speaks: ["http"] }],
    ["protocols", { speaks: ["http", "grpc"] }],
    ["method kinds", { idl: "thrift", kinds: ["unary", "server"] }],
  ] as const)("is parted in two by %s", (_, wanted) => {
    const chosen = pairsWith(wanted);
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen[0]).toBe(anyPair(wanted));
    expect(pairsWithout(wanted).length).toBeGreaterThan(0);
    expect([...chosen, ...pairsWithout(wanted)].sort(byLine)).toEqual([...pairs].sort(byLine));
  });
});

const names = { http: "HTTP/JSON", grpc: "gRPC", thrift: "Thrift" } as const satisfies Record<
  Pair["speaks"][number],
  string
>;

test("the README's table of frameworks is what the manifests say", () => {
  const rows = pairs.map((pair) => [
    `\`${pair.framework}\``,
    `\`${pair.protocol}\``,
    pair.name,
    pair.speaks.map((protocol) => names[protocol]).join(" and "),
    `\`.${pair.idl}\``,
    streams(pair),
  ]);
  const head = ["framework", "protocol", "built on", "speaks", "from", "streams"];
  const table = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`);
  const readme = readFileSync(join(root, "README.md"), "utf8");
  expect(readme.match(/^\|.*\n/gm)).toEqual(table);
});

test("docs/frameworks.md is what `npm run schemas` writes", () => {
  expect(readFileSync(join(root, "docs", "frameworks.md"), "utf8")).toBe(frameworksPage(manifests));
});

function streams({ kinds }: Pair): string {
  if (kinds.includes("client")) return "both ways";
  return kinds.includes("server") ? "to the client" : "none";
}

function byLine(a: Pair, b: Pair): number {
  return lineOf(a) < lineOf(b) ? -1 : 1;
}
