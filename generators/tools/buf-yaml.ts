import { yamlScalar } from "../files/yaml-scalar.ts";

/** A lint rule and the files that break it, as paths in the service. */
export interface LintException {
  readonly rule: string;
  readonly files: readonly string[];
}

interface BufYaml {
  readonly exceptions: readonly LintException[];
  /** Whether there is a `third_party` folder. */
  readonly vendored: boolean;
}

export function bufYaml({ exceptions, vendored }: BufYaml): string {
  const ignore = vendored ? ["  ignore:", "    - third_party"] : [];
  const lines = [
    "version: v2",
    "modules:",
    "  - path: api",
    ...(vendored ? ["  - path: third_party"] : []),
    "lint:",
    "  use:",
    "    - STANDARD",
    ...ignore,
    ...ignoreOnly(exceptions),
    "breaking:",
    "  use:",
    "    - FILE",
    ...ignore,
  ];
  return `${lines.join("\n")}\n`;
}

/** What `--config` takes to have the rules of `buf/validate` checked, whatever comments in the IDL say, and nothing else. */
export function rulesConfig(): string {
  return JSON.stringify({
    version: "v2",
    modules: [{ path: "api" }, { path: "third_party" }],
    lint: { use: ["PROTOVALIDATE"], ignore: ["third_party"], disallow_comment_ignores: true },
  });
}

function ignoreOnly(exceptions: readonly LintException[]): readonly string[] {
  if (exceptions.length === 0) return [];
  return [
    "  # What these files broke when the service was made; every other rule and file is checked.",
    "  ignore_only:",
    ...exceptions.flatMap(({ rule, files }) => [
      `    ${rule}:`,
      ...files.map((file) => `      - ${yamlScalar(file)}`),
    ]),
  ];
}
