import { exitStatus } from "../../error.ts";
import { unexpectedArgument } from "../../options/unexpected-argument.ts";
import type { CommandInput } from "../command-input.ts";
import { paintFor, type Style } from "../terminal/paint.ts";
import { toJson } from "../terminal/to-json.ts";
import { checks } from "./doctor-checks.ts";
import type { Finding } from "./finding.ts";

const styles = { ok: "green", warn: "yellow", fail: "red" } as const satisfies Readonly<
  Record<Finding["status"], Style>
>;

/** Checks this machine, and the service in this folder if there is one. The status is 1 when a check failed. */
export async function run({ world, parts, parsed }: CommandInput): Promise<number> {
  const [extra] = parsed.positionals;
  if (extra !== undefined) {
    throw unexpectedArgument(extra, "doctor checks the current folder");
  }
  const findings = (await Promise.all(checks.map((check) => check(world, parts)))).flat();
  const failed = findings.some(({ status }) => status === "fail");
  if (parsed.flags.has("json")) {
    world.stdout.write(toJson({ ok: !failed, findings }));
  } else {
    const paint = paintFor(world.stdout, world.env);
    const width = Math.max(...findings.map(({ name }) => name.length));
    for (const { name, status, detail, hint } of findings) {
      world.stdout.write(`${paint(styles[status], status.padEnd(4))}  ${name.padEnd(width)}  ${detail}\n`);
      if (hint !== undefined) world.stdout.write(`${" ".repeat(width + 8)}${paint("dim", hint)}\n`);
    }
  }
  return failed ? exitStatus.failed : exitStatus.done;
}
