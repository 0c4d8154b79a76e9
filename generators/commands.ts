import type { CommandInput } from "./commands/command-input.ts";
import { checkFlag, evolveFlags, type FlagName, jsonFlag, newFlags } from "./commands/flags.ts";
import * as newCommand from "./commands/new/new.ts";
import { type Flag, optionFlags } from "./options/flag.ts";

/** A command, whose module is loaded when it runs. */
export interface Command {
  flags(): Promise<readonly Flag<FlagName>[]>;
  /** `run` returns the exit status. */
  load(): Promise<{ run(input: CommandInput): Promise<number> }>;
}

export const commandNames = ["new", "generate", "add", "list", "doctor"] as const;
export type CommandName = (typeof commandNames)[number];

export const commands: Readonly<Record<CommandName, Command>> = {
  new: { flags: async () => newFlags, load: async () => newCommand },
  generate: {
    flags: async () => [...evolveFlags, checkFlag],
    load: () => import("./commands/generate/generate.ts"),
  },
  add: {
    flags: async () => [...(await addFlags()), ...evolveFlags],
    load: () => import("./commands/add/add.ts"),
  },
  list: { flags: async () => [jsonFlag], load: () => import("./commands/list/list.ts") },
  doctor: { flags: async () => [jsonFlag], load: () => import("./commands/doctor/doctor.ts") },
};

/** The flags of all generators of `add`. */
export async function addFlags(): Promise<readonly Flag<FlagName>[]> {
  const { addGenerators } = await import("./evolve/add-generators.ts");
  return Object.values(addGenerators).flatMap(({ options }) => optionFlags(options));
}
