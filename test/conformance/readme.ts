import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningService, startService } from "./running-service.ts";
import type { Subject } from "./subject.ts";

/** The commands of a README's shell blocks, comments off and continued lines joined. */
function commandsOf(readme: string): readonly string[] {
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  return blocks
    .flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/\s{2,}#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** What the emitted README tells to type, typed. */
export function readmeContract({ folder, binary, ports, speaks, idl }: Subject): void {
  describe("the README", () => {
    let commands: readonly string[];
    let service: RunningService;
    beforeAll(async () => {
      commands = commandsOf(readFileSync(join(folder, "README.md"), "utf8"));
      service = await startService({ binary, ports });
    });
    afterAll(async () => {
      await service?.stop();
    });

    it("names targets that make has", () => {
      const targets = execFileSync("make", ["help"], { cwd: folder, encoding: "utf8" });
      const named = commands.filter((command) => command.startsWith("make "));
      expect(named).not.toEqual([]);
      for (const command of named) expect(targets).toMatch(new RegExp(`^${command.slice(5)} `, "m"));
    });

    it("has calls that the running service answers", { timeout: 600_000 }, () => {
      const calls = commands.filter((command) => !command.startsWith("make "));
      expect(calls).toHaveLength(
        1 + (speaks.includes("http") ? 2 : 0) + (idl === "proto" && speaks.includes("grpc") ? 1 : 0),
      );
      for (const command of calls) {
        const typed = command
          .replace("localhost:8080", () => service.speaking("http"))
          .replace("localhost:9090", () => service.speaking("grpc"))
          .replace("localhost:8081", () => service.address("admin"))
          .replace("curl -s", "curl -s --fail-with-body");
        const { status, stdout, stderr } = spawnSync("sh", ["-c", typed], { cwd: folder, encoding: "utf8" });
        expect(status, `${typed}\n${stdout}${stderr}`).toBe(0);
      }
    });
  });
}
