import type { GeneratedFile } from "../../files/text-file.ts";
import { type BufPlugin, pluginOptions } from "./buf-plugin.ts";

/** A lint rule and the files that break it, as paths in the service. */
export interface LintException {
  readonly rule: string;
  readonly files: readonly string[];
}

interface ConfigSources {
  readonly plugins: readonly BufPlugin[];
  /** `M` options: the Go package of each of the user's files. */
  readonly mapping: readonly string[];
  readonly exceptions: readonly LintException[];
  /** Whether there is a `third_party` folder. */
  readonly vendored: boolean;
}

/** buf's two files in the emitted service. Pure. */
export function bufConfig(sources: ConfigSources): readonly GeneratedFile[] {
  return [
    { path: "buf.gen.yaml", content: bufGenYaml(sources) },
    { path: "buf.yaml", content: bufYaml(sources) },
  ];
}

export function bufYaml({ exceptions, vendored }: Pick<ConfigSources, "exceptions" | "vendored">): string {
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
      ...files.map((file) => `      - ${scalar(file)}`),
    ]),
  ];
}

function bufGenYaml({ plugins, mapping }: Pick<ConfigSources, "plugins" | "mapping">): string {
  const lines = [
    "# The plugins are pinned in go.mod and tools/go.mod. A new file of the API needs its line of M<file>=<package> below.",
    "version: v2",
    "clean: true",
    "inputs:",
    "  - directory: api",
    "plugins:",
    ...plugins.flatMap((plugin) => [
      `  - local: [${command(plugin).join(", ")}]`,
      ...excluded(plugin),
      "    out: gen",
      "    opt:",
      ...pluginOptions(plugin, mapping).map((option) => `      - ${scalar(option)}`),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function excluded({ excludes }: BufPlugin): readonly string[] {
  return excludes.length === 0 ? [] : ["    exclude_types:", ...excludes.map((type) => `      - ${type}`)];
}

/** Quoted where YAML would read something else; JSON is YAML. */
function scalar(text: string): string {
  return /^[\w./]([\w./;=+ -]*[\w./])?$/.test(text) ? text : JSON.stringify(text);
}

function command({ name, module }: BufPlugin): readonly string[] {
  return module === "service" ? ["go", "tool", name] : ["go", "tool", "-modfile=tools/go.mod", name];
}
