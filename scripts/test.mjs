// `npm test`: installs what is missing, then runs every suite. Ends with "N passed, N failed" on a line of its own.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findGo, hasCompiler, install, root, run } from "./toolchain.mjs";

const suites = [
  { name: "unit", needsGo: false },
  { name: "tool", needsGo: false },
  { name: "package", needsGo: false },
  { name: "codegen", needsGo: true },
  { name: "http", needsGo: true },
  { name: "idl", needsGo: true },
  { name: "service", needsGo: true },
];

const results = join(root, ".cache", "test");
const go = findGo();
const left = [];
let passed = 0;
let failed = 0;
let sound = true;

function step(name, ok) {
  if (!ok) {
    console.error(`${name} did not finish`);
    sound = false;
  }
  return ok;
}

function suite(name) {
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const env = { ...process.env, GOMICRO_RACE: hasCompiler() ? "1" : "0" };
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
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    // A file that fails to load has no tests to count, and is a failure all the same.
    const broken = report.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0);
    failed += broken.length;
    if (report.numPassedTests + report.numFailedTests === 0) step(`suite ${name}: no test ran and it`, false);
  } catch {
    step(`suite ${name}`, false);
  }
  if (!ok) sound = false;
}

mkdirSync(results, { recursive: true });
const ready =
  step("npm ci", install()) &&
  step("the type check and lint", run("npm", ["run", "--silent", "check"])) &&
  // The build knows the plugins by their hashes.
  (!go.ok || step("building the plugins", run("npm", ["run", "--silent", "build:plugins"]))) &&
  step("the build", run("npm", ["run", "--silent", "build"]));
if (ready) {
  for (const { name, needsGo } of suites) {
    if (needsGo && !go.ok) left.push(name);
    else suite(name);
  }
}
if (left.length > 0) {
  console.error(`left out, because ${go.reason}: ${left.join(", ")}`);
  sound = false;
}
if (go.ok && !hasCompiler()) console.error("no C compiler: Go tests ran without -race");
if (!sound && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
