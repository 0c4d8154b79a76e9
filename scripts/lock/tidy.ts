import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

export interface GoModule {
  readonly module: string;
  readonly go: string;
  /** What go.mod requires before `go mod tidy` runs. */
  readonly versions: Readonly<Record<string, string>>;
  readonly tools: readonly string[];
  readonly packages: readonly string[];
}

export interface TidyFiles {
  /** go.mod without its module line. */
  readonly mod: string;
  readonly sum: string;
  /** The output of `go mod graph`. */
  readonly graph: string;
}

/** The result of `go mod tidy` for a module that imports these packages. */
export async function tidy({ module, go, versions, tools, packages }: GoModule): Promise<TidyFiles> {
  const folder = await mkdtemp(join(tmpdir(), "gomicro-lock-"));
  try {
    const requires = Object.entries(versions).map(([path, version]) => `\t${path} ${version}\n`);
    const head = `module ${module}\n\ngo ${go}\n\n${toolLines(tools)}`;
    await writeFile(join(folder, "go.mod"), `${head}require (\n${requires.join("")})\n`);
    const imports = packages.map((path) => `\t_ "${path}"\n`);
    await writeFile(join(folder, "lock.go"), `package lock\n\nimport (\n${imports.join("")})\n`);
    const run = { cwd: folder, env: { GOFLAGS: "-mod=mod", GOWORK: "off", GOTOOLCHAIN: "local" } };
    await execa("go", ["mod", "tidy"], run);
    await execa("go", ["mod", "tidy", "-diff"], run);
    const { stdout: graph } = await execa("go", ["mod", "graph"], run);
    const mod = await readFile(join(folder, "go.mod"), "utf8");
    return {
      mod: mod.slice(mod.indexOf("\n") + 1),
      sum: await readFile(join(folder, "go.sum"), "utf8"),
      graph,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toolLines(tools: readonly string[]): string {
  if (tools.length === 0) return "";
  if (tools.length === 1) return `tool ${tools[0]}\n\n`;
  return `tool (\n${tools.map((path) => `\t${path}\n`).join("")})\n\n`;
}
