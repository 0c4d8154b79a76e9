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

/** The lines of buf.yaml for the `third_party` folder: it is a module that is not linted. */
const thirdParty = {
  module: ["  - path: third_party"],
  ignore: ["  ignore:", "    - third_party"],
} as const;

/** The text of the service's buf.yaml. */
export function bufYaml({ exceptions, vendored }: BufYaml): string {
  const ignore = vendored ? thirdParty.ignore : [];
  const lines = [
    "version: v2",
    "modules:",
    "  - path: api",
    ...(vendored ? thirdParty.module : []),
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

export function hasThirdParty(yaml: string): boolean {
  return /^\s*-\s*path:\s*third_party\b/m.test(yaml);
}

/** Adds the `third_party` folder to a buf.yaml that was generated without it. */
export function withThirdParty(yaml: string): string {
  const behind = (line: string, added: readonly string[]) => [line, ...added, ""].join("\n");
  return yaml
    .replace("  - path: api\n", behind("  - path: api", thirdParty.module))
    .replace("    - STANDARD\n", behind("    - STANDARD", thirdParty.ignore))
    .replace("    - FILE\n", behind("    - FILE", thirdParty.ignore));
}

/**
 * The value of `--config` that makes buf check the rules of `buf/validate` and nothing else, whatever lint comments
 * the IDL has.
 */
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
