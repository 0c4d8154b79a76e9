import type { UserError } from "../../error.ts";
import { usageError } from "../../options/usage-error.ts";
import { newFlags } from "../flags.ts";

/** Flags that npm has too. A variable for one of them does not show that npm took ours. */
const npmsOwn = new Set(["yes", "force", "json", "diff", "verbose"]);

/**
 * Detects flags that npm consumed. In `npm create gomicro shop --store none`, without `--`, npm takes the flag as
 * its own configuration and passes on only an environment variable. PowerShell drops the `--`, with the same effect
 * (https://github.com/npm/cli/issues/3136).
 */
export function swallowedFlags(
  env: Readonly<Record<string, string | undefined>>,
  given: ReadonlySet<string>,
): UserError | undefined {
  if (env.npm_command !== "init" && env.npm_command !== "exec") return undefined;
  const lost = newFlags
    .map(({ name }) => name)
    .filter((name) => !npmsOwn.has(name) && !given.has(name))
    .filter((name) =>
      name.startsWith("no-") ? env[variable(name.slice(3))] === "false" : Boolean(env[variable(name)]),
    );
  if (lost.length === 0) return undefined;
  return usageError({
    code: "swallowed-flag",
    message: `npm took ${lost.map((name) => `--${name}`).join(", ")} as its own configuration`,
    hint: "put -- before the flags: npm create gomicro@latest shop -- --store none (in PowerShell, quote it: '--')",
  });
}

function variable(name: string): string {
  return `npm_config_${name.replaceAll("-", "_")}`;
}
