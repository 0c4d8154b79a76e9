import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join, resolve, sep } from "node:path";
import { UserError } from "../error.ts";
import { findPackage } from "../files/find-package.ts";
import { asObject, type Place, parseJson } from "../files/json-shape.ts";
import { bufBinary, bufPackage } from "./expected-tools.ts";
import { run } from "./run.ts";
import type { ToolRequest } from "./tool-request.ts";

type FindBuf = Pick<
  ToolRequest,
  "expected" | "named" | "from" | "cwd" | "env" | "platform" | "arch" | "signal"
>;

/** Finds buf at the pinned version: the named binary, else the one on PATH, else the one in node_modules. */
export async function findBuf(request: FindBuf): Promise<string | undefined> {
  const { expected, named, cwd } = request;
  const wanted = expected.buf.version;
  if (named !== null) {
    const file = resolve(cwd, named);
    const version = await versionOf(file, request);
    if (version === wanted) return file;
    const message = version === undefined ? `${named} does not run` : `${named} is buf ${version}`;
    throw new UserError("buf", `${message}; it must be buf ${wanted}`, {
      hint: "leave --buf out to have the right one installed",
    });
  }
  const onPath = findOnPath(request);
  if (onPath !== undefined && (await versionOf(onPath, request)) === wanted) return onPath;
  return findInstalled(request);
}

function findOnPath({ env, platform, cwd }: FindBuf): string | undefined {
  const name = platform === "win32" ? "buf.exe" : "buf";
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = folders.map((folder) => resolve(cwd, folder, name)).find(isFile);
  // npm puts its shims on PATH for its own commands. A shim takes longer to start than the binary behind it.
  return found?.includes(`${sep}node_modules${sep}.bin${sep}`) ? undefined : found;
}

function findInstalled({ expected, from, platform, arch }: FindBuf): string | undefined {
  const folder = findPackage(bufPackage({ platform, arch }), from);
  if (folder === undefined) return undefined;
  const manifest = join(folder, "package.json");
  const { version } = parsePackage(readFileSync(manifest, "utf8"), manifest);
  const file = join(folder, bufBinary(platform));
  return version === expected.buf.version && existsSync(file) ? file : undefined;
}

async function versionOf(
  file: string,
  { cwd, env, signal }: Pick<FindBuf, "cwd" | "env" | "signal">,
): Promise<string | undefined> {
  try {
    const { status, stdout, stderr } = await run({ file, args: ["--version"], cwd, env, signal });
    return status === 0 ? `${stdout}${stderr}`.trim() : undefined;
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function parsePackage(text: string, file: string) {
  const top: Place = { code: "buf", file, key: "" };
  return asObject(parseJson(text, top), top);
}
