import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { exitStatus } from "../../error.ts";
import { options } from "../../options/registry.ts";
import type { Given } from "../../options/settle.ts";
import { usageError } from "../../options/usage-error.ts";
import type { Decision } from "../../plan/apply.ts";
import { builtinCatalogue } from "../builtin-catalogue.ts";
import type { CommandInput } from "../command-input.ts";
import { interactive } from "../terminal/interactive.ts";
import { noAsk } from "../terminal/no-ask.ts";
import type { World } from "../world.ts";
import { carryOut } from "./carry-out.ts";
import { collectGiven } from "./collect-given.ts";
import { conflictsIn, decide } from "./decide.ts";
import { isPreview, printPreview } from "./preview.ts";
import { type Proposal, propose } from "./propose.ts";
import { reportDone } from "./report-done.ts";
import { swallowedFlags } from "./swallowed-flags.ts";

/** Makes a service. */
export async function run(input: CommandInput): Promise<number> {
  const given = await givenOf(input);
  if (await asks(input, given)) {
    const { runWithPlop } = await import("./new-with-plop.ts");
    return runWithPlop(input, given);
  }
  const yes = input.parsed.flags.has("yes");
  const proposal = await propose({ input, given, ask: noAsk({ yes }), presets: [] });
  if (isPreview(input.parsed)) {
    printPreview(input, proposal);
  } else {
    reportDone(input, proposal, await carryOut(input, proposal, await decisionsOn(input, proposal)));
  }
  return exitStatus.done;
}

/** With every answer given there may still be somebody to ask about files that are in the way. */
async function decisionsOn(input: CommandInput, proposal: Proposal): Promise<ReadonlyMap<string, Decision>> {
  if (!interactive(input) || conflictsIn(proposal.compared).length === 0) return new Map();
  const { createAsker } = await import("../terminal/ask.ts");
  return decide(input, proposal, createAsker(input.world));
}

/** The answers of the command line and of an answers file. */
export async function givenOf({ world, parsed }: Pick<CommandInput, "world" | "parsed">): Promise<Given> {
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

/** Whether there is anybody to ask, and anything. */
export async function asks(input: CommandInput, { values }: Given): Promise<boolean> {
  if (!interactive(input)) return false;
  const scope = { values, catalogue: await builtinCatalogue(input.parts), here: "" };
  return options.some((option) => values[option.name] === undefined && option.when(scope));
}
