import { version } from "../../version.ts";
import type { CommandInput } from "../command-input.ts";
import { paintFor } from "../terminal/paint.ts";
import { toJson } from "../terminal/to-json.ts";
import type { World } from "../world.ts";
import type { WriteResult } from "./carry-out.ts";
import type { Proposal } from "./propose.ts";
import { repeatCommand } from "./repeat-command.ts";
import { shellQuote } from "./shell-quote.ts";

/** Prints the result of a run: the path, the next commands, and the command that repeats the run. */
export function reportDone({ world, parsed }: CommandInput, proposal: Proposal, outcome: WriteResult): void {
  const { dir, target, answers, values } = proposal;
  const { git, ...files } = outcome;
  const next = [...(target === world.cwd ? [] : [`cd ${shellQuote(dir)}`]), "make test", "make run"];
  const repeat = repeatCommand({ command: commandWords(world), values, flags: parsed.flags });
  if (parsed.flags.has("json")) {
    world.stdout.write(toJson({ dir, path: target, written: true, answers, ...files, git, next, repeat }));
    return;
  }
  if (parsed.flags.has("verbose")) for (const line of details(files)) world.stderr.write(`${line}\n`);
  if (git === "absent" || git === "failed") {
    world.stderr.write(`git init ${git === "absent" ? "was skipped: git is not installed" : "failed"}\n`);
  }
  const paint = paintFor(world.stdout, world.env);
  const commands = next.map((command) => `  ${paint("bold", command)}\n`).join("");
  world.stdout.write(`${target}: ${written(files)}\n\n${commands}\nAgain: ${repeat}\n`);
}

/** A summary of what was written, such as `58 files created`. */
export function written({ created, overwritten, same, kept }: Omit<WriteResult, "git">): string {
  const more = [
    overwritten.length && `${overwritten.length} overwritten`,
    kept.length && `${kept.length} kept`,
    same.length && `${same.length} unchanged`,
  ].filter(Boolean);
  return [`${created.length} files created`, ...more].join(", ");
}

function details(files: Omit<WriteResult, "git">): readonly string[] {
  return [
    ...files.created.map((path) => `created ${path}`),
    ...files.overwritten.map((path) => `overwrote ${path}`),
    ...files.kept.map((path) => `kept ${path}`),
  ];
}

/** The command that started this run, as a user would type it; through npm, with the version that is running. */
function commandWords({ program, env }: World): readonly string[] {
  if (program !== "create-gomicro") return ["gomicro", "new"];
  return env.npm_config_user_agent === undefined
    ? ["create-gomicro"]
    : ["npm", "create", `gomicro@${version}`, "--"];
}
