import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import type { ToolRequest } from "./tool-request.ts";

interface Download extends Pick<ToolRequest, "env" | "signal"> {
  /** `@bufbuild/buf-linux-x64@1.75.0` */
  readonly package: string;
  readonly cache: string;
  /** The destination. It appears only when it is complete and verified. */
  readonly folder: string;
  /** The integrity of the tarball, `sha512-…`, if it is known in advance. */
  readonly integrity: string | null;
  /** Reports what is wrong with the unpacked package. */
  readonly check: (unpacked: string) => string | undefined;
  /** What the user can do instead. */
  readonly instead: string;
}

/**
 * Downloads a package with the npm client, which knows the user's registry and proxy. Nothing in the package is
 * executed.
 */
export async function download(request: Download): Promise<void> {
  const { cache, folder, integrity, check } = request;
  const scratch = mkdtempSync(join(cache, "install-"));
  try {
    const tarball = await fetchTarball(request, scratch);
    if (integrity !== null && sha512(tarball) !== integrity) throw damaged(request, "its checksum is wrong");
    const unpacked = join(scratch, "package");
    mkdirSync(unpacked);
    await unpack(tarball, unpacked, request);
    const wrong = check(unpacked);
    if (wrong !== undefined) throw damaged(request, wrong);
    moveInto(unpacked, folder, check);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function fetchTarball(request: Download, scratch: string): Promise<string> {
  // On Windows npm is a script, which execa can start.
  const { execa } = await import("execa");
  const flags = [
    "--ignore-scripts",
    "--pack-destination",
    scratch,
    "--fetch-retries",
    "1",
    "--loglevel",
    "error",
  ];
  const result = await execa("npm", ["pack", request.package, ...flags], {
    cwd: scratch,
    env: request.env,
    extendEnv: false,
    cancelSignal: request.signal,
    reject: false,
    stdin: "ignore",
  });
  request.signal.throwIfAborted();
  const tarball = readdirSync(scratch).find((name) => name.endsWith(".tgz"));
  if (!result.failed && tarball !== undefined) return join(scratch, tarball);
  throw new UserError(
    "download",
    `${request.package} is not installed and can't be downloaded: ${reason(result)}`,
    {
      hint: `try again with a network connection, or ${request.instead}`,
      cause: result,
    },
  );
}

/** The first line of npm's output that is more than an error code. */
function reason({ stderr, code }: { readonly stderr?: string; readonly code?: string | undefined }): string {
  if (code === "ENOENT") return "npm is not on PATH";
  const lines = (stderr ?? "").split("\n").map((line) => line.replace(/^npm (error|ERR!) ?/, "").trim());
  return lines.find((line) => line !== "" && !/^(code|errno|syscall|npm warn)\b/i.test(line)) ?? "npm failed";
}

function sha512(file: string): string {
  return `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
}

async function unpack(tarball: string, cwd: string, request: Download): Promise<void> {
  const { extract } = await import("tar");
  try {
    await extract({
      file: tarball,
      cwd,
      strip: 1,
      strict: true,
      filter: (_, entry) => "type" in entry && entry.type === "File",
    });
  } catch (cause) {
    throw damaged(request, "it is not a tarball", cause);
  }
}

/** Moves the package into place. If another run was faster, its result is used. */
function moveInto(unpacked: string, folder: string, check: Download["check"]): void {
  try {
    renameSync(unpacked, folder);
  } catch (error) {
    if (check(folder) === undefined) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(unpacked, folder);
    if (check(folder) !== undefined) throw error;
  }
}

function damaged(request: Download, what: string, cause?: unknown): UserError {
  return new UserError("download", `${request.package} was not installed: ${what}`, {
    hint: `the registry or a proxy changed it; try another, or ${request.instead}`,
    cause,
  });
}
