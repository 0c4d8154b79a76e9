// What `npm test` says of a suite beside its failures: the pairs that it names, and what they took.

/** `<framework> <protocol>` in names of tests, `<framework>-<protocol>` in those of goldens, as whole words. */
function names(test, pair) {
  const [framework, protocol] = pair.split("/");
  return new RegExp(`(?<![\\w-])${framework}[ -]${protocol}(?!\\w)`).test(test.fullName);
}

/**
 * The pairs that drop out: a file whose tests name one pair has to name every one, in a test or as left out (leave-out.ts).
 * A sentence for each such file.
 */
export function droppedPairs(report, pairs) {
  return report.testResults.flatMap(({ name, assertionResults }) => {
    const missing = pairs.filter((pair) => !assertionResults.some((test) => names(test, pair)));
    if (missing.length === 0 || missing.length === pairs.length) return [];
    return [`${name} has no test of ${missing.join(", ")}, and does not say why`];
  });
}

/** Tests of each pair that ran and their seconds, without what is built before them. */
export function costOfPairs(report, pairs) {
  const tests = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed");
  return pairs.map((pair) => {
    const own = tests.filter((test) => names(test, pair));
    const ms = own.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
    return { pair, tests: own.length, seconds: Math.round(ms / 1000) };
  });
}
