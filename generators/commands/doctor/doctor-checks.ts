import { execa } from "execa";
import type { Parts } from "../parts.ts";
import type { World } from "../world.ts";
import { atLeast } from "./at-least.ts";
import { checkService } from "./check-service.ts";
import { checkTools } from "./check-tools.ts";
import type { Finding } from "./finding.ts";

/** The oldest Go version that builds an emitted service; its go.mod states the same version. */
const goFloor = "1.26";
const nodeFloor = "20.17";

type Check = (world: World, parts: Parts) => Promise<readonly Finding[]>;

/** The checks of `doctor`, in order. */
export const checks: readonly Check[] = [
  checkNode,
  checkGo,
  checkCompiler,
  checkGit,
  checkTools,
  checkService,
];

async function checkNode({ system: { nodeVersion } }: World): Promise<readonly Finding[]> {
  const name = "node";
  if (atLeast(nodeVersion, nodeFloor)) return [{ name, status: "ok", detail: nodeVersion }];
  return [
    { name, status: "fail", detail: `${nodeVersion}, older than ${nodeFloor}`, hint: "https://nodejs.org" },
  ];
}

async function checkGo(world: World): Promise<readonly Finding[]> {
  const name = "go";
  const hint = `Go ${goFloor} or later is needed to build services: https://go.dev/dl`;
  const version = (await output(world, "go", ["env", "GOVERSION"]))?.replace(/^go/, "");
  if (version === undefined) return [{ name, status: "fail", detail: "not found", hint }];
  if (atLeast(version, goFloor)) return [{ name, status: "ok", detail: version }];
  return [{ name, status: "fail", detail: `${version}, older than ${goFloor}`, hint }];
}

async function checkCompiler(world: World): Promise<readonly Finding[]> {
  const name = "C compiler";
  const command = (await output(world, "go", ["env", "CC"])) || "cc";
  const [first] = (await output(world, command, ["--version"]))?.split("\n") ?? [];
  if (first !== undefined) return [{ name, status: "ok", detail: first }];
  const hint = "the race detector needs one; without it, make test runs without -race";
  return [{ name, status: "warn", detail: `${command} not found`, hint }];
}

async function checkGit(world: World): Promise<readonly Finding[]> {
  const name = "git";
  const version = await output(world, "git", ["--version"]);
  if (version !== undefined) return [{ name, status: "ok", detail: version.replace("git version ", "") }];
  return [{ name, status: "warn", detail: "not found", hint: "new services will not be git repositories" }];
}

/** The output of a command, or undefined when it can't be run. */
async function output(
  { env, cwd, signal }: World,
  command: string,
  args: readonly string[],
): Promise<string | undefined> {
  const result = await execa(command, args, {
    cwd,
    env,
    extendEnv: false,
    cancelSignal: signal,
    reject: false,
    stdin: "ignore",
    timeout: 10_000,
  });
  return result.failed ? undefined : result.stdout.trim();
}
