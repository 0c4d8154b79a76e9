import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Outcome {
  readonly method: string;
  /** 0, a business status, or -1 for what is none. */
  readonly code: number;
  readonly message: string;
  readonly traceId: string;
}

/** A caller beside this file, built as if it were a command of the service, whose folder stays as it is. */
export function buildCaller(folder: string, caller: "thrift-caller" | "stream-caller"): string {
  const source = readFileSync(fileURLToPath(new URL(`${caller}.go`, import.meta.url)), "utf8");
  const beside = (name: string) => join(folder, "..", name);
  const [file, overlay, binary] = [beside("caller.go"), beside("overlay.json"), beside("caller")];
  writeFileSync(file, source.replaceAll("gomicro.example/service", "example.com/shop"));
  writeFileSync(overlay, JSON.stringify({ Replace: { [join(folder, "cmd", "caller", "main.go")]: file } }));
  const flags = ["-trimpath", "-overlay", overlay, "-o", binary];
  const { status, stderr } = spawnSync("go", ["build", ...flags, "./cmd/caller"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-buildvcs=false" },
  });
  if (status !== 0) throw new Error(`go build: ${stderr}`);
  return binary;
}

export function callAll(caller: string, address: string): readonly Outcome[] {
  const { status, stdout, stderr } = spawnSync(caller, [address], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.split("\n").flatMap((line): readonly Outcome[] => (line === "" ? [] : [JSON.parse(line)]));
}
