import { builtinCatalogue } from "./commands/builtin-catalogue.ts";
import { globalFlags } from "./commands/flags.ts";
import type { Parts } from "./commands/parts.ts";
import type { World } from "./commands/world.ts";
import { addFlags, type CommandName, commandNames, commands } from "./commands.ts";
import { didYouMean, nearest } from "./options/did-you-mean.ts";
import { parseFlags } from "./options/parse-flags.ts";
import { usageError } from "./options/usage-error.ts";

/** Finds the command, parses its flags and runs it. Returns the exit status. */
export async function runCommand(world: World, parts: Parts): Promise<number> {
  const { name, argv } = commandOf(world);
  const command = commands[name];
  const parsed = parseFlags(withoutDashes(argv), [...(await command.flags()), ...globalFlags]);
  if (parsed.flags.has("help")) {
    const { helpText } = await import("./commands/terminal/help-text.ts");
    world.stdout.write(helpText(await builtinCatalogue(parts), await addFlags()));
    return 0;
  }
  const { run } = await command.load();
  return run({ world, parts, parsed });
}

/** pnpm and yarn pass on the `--` that npm requires before flags. */
function withoutDashes(argv: readonly string[]): readonly string[] {
  return argv.filter((word) => word !== "--");
}

/** The command is the first word if it names one, and otherwise `new`. The program `gomicro` requires a command. */
function commandOf({ argv, program }: World): { name: CommandName; argv: readonly string[] } {
  const [first = "", ...rest] = argv;
  const name = commandNames.find((known) => known === first);
  if (name !== undefined) return { name, argv: rest };
  if (program !== "gomicro" || first.startsWith("-")) return { name: "new", argv };
  const meant = nearest(first, commandNames);
  const all = `commands: ${commandNames.join(", ")}; --help lists the flags`;
  throw usageError({
    code: "unknown-command",
    message: first === "" ? "no command" : `unknown command ${JSON.stringify(first)}`,
    hint: didYouMean(meant, all),
  });
}
