import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Given } from "../../options/settle-options.ts";
import { usageError } from "../../options/usage-error.ts";
import type { CommandInput } from "../command-input.ts";
import type { World } from "../world.ts";
import { collectGiven } from "./collect-given.ts";
import { swallowedFlags } from "./swallowed-flags.ts";

/** Reads the answers that the command line and an answers file give. */
export async function readGiven({ world, parsed }: Pick<CommandInput, "world" | "parsed">): Promise<Given> {
  const swallowed = swallowedFlags(world.env, new Set(parsed.flags.keys()));
  if (swallowed) throw swallowed;
  const [file] = parsed.flags.get("answers") ?? [];
  if (file === undefined) return collectGiven(parsed, null);
  const text = file === "-" ? await readAll(world.stdin) : readAnswers(resolve(world.cwd, file), file);
  return collectGiven(parsed, { name: file === "-" ? "stdin" : file, text });
}

async function readAll(stream: World["stdin"]): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function readAnswers(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const message = `can't read ${file}: ${reason === "ENOENT" ? "there is no such file" : reason}`;
    throw usageError({ code: "answers", message, hint: "--answers takes a JSON file, or - for stdin" });
  }
}
