import type { TextFile } from "../../files/text-file.ts";
import { yamlScalar } from "../../files/yaml-scalar.ts";
import { bufYaml, type LintException } from "../../tools/buf-yaml.ts";
import { genFolder } from "../../tools/gen-folder.ts";
import { type BufPlugin, pluginOptions } from "./buf-plugin.ts";

interface ConfigSources {
  readonly plugins: readonly BufPlugin[];
  /** `M` options, which give the Go package of each of the user's files. */
  readonly mapping: readonly string[];
  readonly exceptions: readonly LintException[];
  /** Whether there is a `third_party` folder. */
  readonly vendored: boolean;
}

/** The two configuration files of buf in the emitted service. Pure. */
export function bufConfig(sources: ConfigSources): readonly TextFile[] {
  return [
    { path: "buf.gen.yaml", content: bufGenYaml(sources) },
    { path: "buf.yaml", content: bufYaml(sources) },
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
      `    out: ${genFolder}`,
      "    opt:",
      ...pluginOptions(plugin, mapping).map((option) => `      - ${yamlScalar(option)}`),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function excluded({ excludes }: BufPlugin): readonly string[] {
  return excludes.length === 0 ? [] : ["    exclude_types:", ...excludes.map((type) => `      - ${type}`)];
}

function command({ name, module }: BufPlugin): readonly string[] {
  return module === "service" ? ["go", "tool", name] : ["go", "tool", "-modfile=tools/go.mod", name];
}
