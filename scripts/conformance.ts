// `npm run conformance -- --framework <name>`: the whole contract on the pairs of one framework, with what is built already.
import { parseArgs } from "node:util";
import { pairs } from "../test/support/pairs.ts";
import { run } from "./toolchain.mjs";

const { values } = parseArgs({ options: { framework: { type: "string" } } });
const chosen = pairs.filter(({ framework }) => framework === (values.framework ?? framework));
if (chosen.length === 0) {
  console.error(`no framework is called ${values.framework}; there are: ${list(pairs)}`);
  process.exit(2);
}
// The name of every test of a pair begins with the pair, in quotes where vitest writes them.
const pattern = `^'?(${chosen.map(({ title }) => title).join("|")})\\b`;
const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project", "service"];
const ok = run(process.execPath, [...vitest, "test/service/pairs.test.ts", "-t", pattern]);
process.exitCode = ok ? 0 : 1;

function list(all: typeof pairs): string {
  return [...new Set(all.map(({ framework }) => framework))].join(", ");
}
