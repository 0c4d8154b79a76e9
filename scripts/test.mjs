// `npm test`: installs what is missing, then runs every suite. Ends with what each suite and each pair took, and "N passed,
// N failed" on a line of its own.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { costOfPairs, droppedPairs } from "./suite-report.mjs";
import { findGo, hasCompiler, install, root, run } from "./toolchain.mjs";

const suites = [
  { name: "unit", needsGo: false, ofPairs: false },
  { name: "tool", needsGo: false, ofPairs: false },
  { name: "package", needsGo: false, ofPairs: true },
  { name: "codegen", needsGo: true, ofPairs: true },
  { name: "http", needsGo: true, ofPairs: true },
  { name: "idl", needsGo: true, ofPairs: true },
  { name: "service", needsGo: true, ofPairs: true },
];

const results = join(root, ".cache", "test");
const pairs = JSON.parse(readFileSync(join(root, "test", "support", "pairs.json"), "utf8"));
const go = findGo();
const left = [];
/** Lines of the table at the end. */
const costs = [];
let passed = 0;
let failed = 0;
let sound = true;

function step(name, action) {
  const begun = performance.now();
  const ok = action();
  costs.push(`${name}: ${secondsSince(begun)} s`);
  if (!ok) unfinished(name);
  return ok;
}

function unfinished(name) {
  console.error(`${name} did not finish`);
  sound = false;
}

function secondsSince(begun) {
  return Math.round((performance.now() - begun) / 1000);
}

function suite({ name, ofPairs }) {
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const env = { ...process.env, GOMICRO_RACE: hasCompiler() ? "1" : "0" };
  const begun = performance.now();
  const ok = run(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      name,
      "--reporter=default",
      "--reporter=json",
      `--outputFile=${file}`,
    ],
    { env },
  );
  const seconds = secondsSince(begun);
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    // A file that fails to load has no tests to count, and is a failure all the same.
    const broken = report.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0);
    failed += broken.length;
    const count = report.numPassedTests + report.numFailedTests;
    if (count === 0) unfinished(`suite ${name}: no test ran and it`);
    costs.push(`suite ${name}: ${seconds} s, ${count} tests`);
    if (ofPairs) accountForPairs(report);
  } catch {
    unfinished(`suite ${name}`);
  }
  if (!ok) sound = false;
}

/** A pair that a suite does not test without saying so is a failure. */
function accountForPairs(report) {
  for (const { pair, tests, seconds } of costOfPairs(report, pairs)) {
    costs.push(`  ${pair}: ${seconds} s in ${tests} tests`);
  }
  for (const sentence of droppedPairs(report, pairs)) {
    console.error(sentence);
    failed++;
  }
}

mkdirSync(results, { recursive: true });
const ready =
  step("npm ci", install) &&
  step("the type check and lint", () => run("npm", ["run", "--silent", "check"])) &&
  // The build knows the plugins by their hashes.
  (!go.ok || step("building the plugins", () => run("npm", ["run", "--silent", "build:plugins"]))) &&
  step("the build", () => run("npm", ["run", "--silent", "build"]));
if (ready) {
  for (const one of suites) {
    if (one.needsGo && !go.ok) left.push(one.name);
    else suite(one);
  }
}
if (left.length > 0) {
  console.error(`left out, because ${go.reason}: ${left.join(", ")}`);
  sound = false;
}
if (go.ok && !hasCompiler()) console.error("no C compiler: Go tests ran without -race");
if (!sound && failed === 0) failed = 1;
console.log(costs.join("\n"));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
