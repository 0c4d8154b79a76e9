import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadThrift, type ThriftRequest } from "../../generators/codegen/thrift/load-thrift.ts";
import { scanThrift } from "../../generators/idl/thrift/scan-thrift.ts";
import { root } from "../../scripts/toolchain.mjs";
import { allKinds, anyPair, pairsWith } from "../support/pairs.ts";

export const fixtures = join(root, "test", "fixtures", "idl", "thrift");
export const pack = join(root, "plugins");

export const pair = anyPair({ idl: "thrift" });

/** `loadThrift` as a pair that reads Thrift calls it. */
export function load(paths: readonly string[], order: Partial<ThriftRequest> = {}) {
  return loadThrift({
    paths,
    protoPaths: [],
    cwd: fixtures,
    module: "example.com/shop",
    pair: pair.title,
    protoPairs: pairsWith({ idl: "proto", kinds: allKinds }).map(({ title }) => title),
    tools: { pack, node: process.execPath },
    env: process.env,
    signal: new AbortController().signal,
    ...order,
  });
}

/** A file of a Go module that the plugin pack is compiled from, and what it includes, copied below a folder. */
export function copyPublished(module: string, file: string, folder: string): string {
  const { stdout, stderr } = spawnSync("go", ["list", "-m", "-f", "{{.Dir}}", module], {
    cwd: join(root, "plugins", "kitex"),
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
  });
  if (stdout.trim() === "") throw new Error(`${module} is not here: ${stderr}`);
  copyWithIncludes(join(stdout.trim(), file), join(folder, file));
  return join(folder, file);
}

function copyWithIncludes(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  for (const { path } of scanThrift(readFileSync(from, "utf8")).includes)
    copyWithIncludes(join(dirname(from), path), join(dirname(to), path));
}
