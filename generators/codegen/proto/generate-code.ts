import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../error.ts";
import type { TextFile } from "../../files/text-file.ts";
import { hostFile } from "../../tools/plugin-pack.ts";
import type { Tools } from "../../tools/resolve-tools.ts";
import { readFiles, type Workspace } from "../../tools/with-workspace.ts";
import { type BufPlugin, pluginOptions } from "./buf-plugin.ts";

interface Generation {
  readonly workspace: Workspace;
  readonly tools: Tools;
  /** The image that `buf build` wrote, relative to the workspace. */
  readonly image: string;
  readonly plugins: readonly BufPlugin[];
  readonly mapping: readonly string[];
}

/** Runs the plugins on an image and returns the files of `gen/`. buf runs the plugins in parallel. */
export async function generateCode(generation: Generation): Promise<readonly TextFile[]> {
  const { workspace, image, plugins } = generation;
  if (plugins.length === 0) return [];
  // JSON is YAML.
  writeFileSync(join(workspace.folder, "buf.gen.yaml"), JSON.stringify(template(generation)));
  const { status, stderr } = await workspace.buf(["generate", image]);
  if (status !== 0) throw refusal(stderr);
  return existsSync(join(workspace.folder, "gen")) ? readFiles(workspace.folder, "gen") : [];
}

function template({ workspace, tools, plugins, mapping }: Generation) {
  const scratch = join(workspace.folder, "scratch");
  mkdirSync(scratch);
  // buf starts one plugin per processor in this order, so the slow ones come first.
  const slowFirst = plugins
    .map((plugin) => ({ plugin, wasm: join(tools.pack, "dist", `${plugin.name}.wasm`) }))
    .sort((a, b) => sizeOf(b.wasm) - sizeOf(a.wasm));
  return {
    version: "v2",
    plugins: slowFirst.map(({ plugin, wasm }) => ({
      // node:wasi works but is still marked experimental.
      local: [tools.node, "--disable-warning=ExperimentalWarning", join(tools.pack, hostFile), wasm, scratch],
      // One process per plugin for all folders. The output does not depend on it.
      strategy: "all",
      ...(plugin.excludes.length === 0 ? {} : { exclude_types: plugin.excludes }),
      out: "gen",
      opt: pluginOptions(plugin, mapping),
    })),
  };
}

function sizeOf(wasm: string): number {
  const stat = statSync(wasm, { throwIfNoEntry: false });
  if (stat === undefined) throw new Error(`there is no ${wasm} in the plugin pack`);
  return stat.size;
}

/**
 * The message of a plugin, without the command that started it: `Failure: plugin node … protoc-gen-x.wasm …: no field
 * "a"`.
 */
function refusal(stderr: string): UserError {
  const [line = "", next] = stderr.split("\n").filter((text) => text.trim() !== "");
  const [, name, text] = /^Failure: plugin .*[\\/](protoc-gen-[\w-]+)\.wasm .*?: (.*)$/.exec(line) ?? [];
  if (stderr.includes("Maximum call stack size exceeded")) {
    const plugin = /[\\/](protoc-gen-[\w-]+)\.wasm/.exec(stderr)?.[1] ?? "a plugin";
    return new UserError("idl-generate", `the IDL is too large for ${plugin}, which ran out of stack`, {
      hint: "name fewer files, to create a service for a part of the API",
    });
  }
  const message = name === undefined ? line.replace(/^Failure: /, "") : `${name}: ${text}`;
  return new UserError("idl-generate", `no code can be generated: ${message}`, {
    ...(next === undefined ? {} : { hint: next }),
  });
}
