import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../../generators/files/sha256.ts";
import {
  hostFile,
  manifestPath,
  type PackedPlugin,
  type PackManifest,
  programFile,
  protosFolder,
  thriftHostFile,
  thriftProgram,
} from "../../generators/tools/plugin-pack.ts";
import { findGo } from "../toolchain.mjs";

const pack = fileURLToPath(new URL("../../plugins", import.meta.url));
const dist = join(pack, "dist");
/** The Go module of buf's plugins, and ours around Kitex' generator: together they would move each other's versions. */
const bufModule = join(pack, "go");
const kitexModule = join(pack, "kitex");
const buildFlags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w"];
const licences = "dist/LICENSES.txt";

/** A main package, at the version that its module's go.mod pins. */
interface Tool {
  readonly package: string;
  readonly version: string;
}

const source = sha256([...[bufModule, kitexModule].flatMap(textsOf), ...buildFlags].join("\n"));
const last = readLast();
if (
  last?.source === source &&
  Object.values(last.plugins).every(({ file }) => existsSync(join(pack, file)))
) {
  // Protos and the host are no product of Go: their hashes are always of the day.
  writeManifest(last);
  console.log("plugins: up to date");
} else {
  build();
}

function build(): void {
  const found = findGo();
  if (!found.ok) {
    console.error(`plugins: ${found.reason}; compiling them takes Go 1.26 or later, https://go.dev/dl`);
    process.exitCode = 1;
    return;
  }
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const plugins: Record<string, PackedPlugin> = {};
  for (const tool of tools()) {
    const name = basename(tool.package);
    plugins[name] = compile(bufModule, name, tool);
  }
  plugins[thriftProgram] = withOverlay((overlay) => compile(kitexModule, thriftProgram, kitex(), overlay));
  writeFileSync(join(pack, licences), collectLicences(Object.values(plugins)));
  writeManifest({ go: found.version, source, plugins });
}

function compile(module: string, name: string, tool: Tool, flags: readonly string[] = []): PackedPlugin {
  const file = `dist/${name}.wasm`;
  console.log(`plugins: ${name} ${tool.version}`);
  const args = ["build", ...buildFlags, ...flags, "-o", join(pack, file), tool.package];
  go(module, args, { GOOS: "wasip1", GOARCH: "wasm" });
  return { ...tool, file };
}

/** Kitex' generator wants to know its own path, for which Go has no answer in WebAssembly. */
function withOverlay<T>(work: (flags: readonly string[]) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "gomicro-overlay-"));
  try {
    const file = join(folder, "overlay.json");
    const replaced = join(go(kitexModule, ["env", "GOROOT"]).trim(), "src", "os", "executable_wasm.go");
    const replacement = join(kitexModule, "executable_wasm.go.txt");
    writeFileSync(file, JSON.stringify({ Replace: { [replaced]: replacement } }));
    return work(["-overlay", file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tools(): readonly Tool[] {
  const format = "{{.ImportPath}} {{.Module.Version}}";
  const lines = go(bufModule, ["list", "-f", format, "tool"]).trim().split("\n");
  return lines.map((line) => {
    const [path = "", version = ""] = line.split(" ");
    return { package: path, version };
  });
}

/** Our own program, at the version of the generator in it. */
function kitex(): Tool {
  const version = go(kitexModule, ["list", "-m", "-f", "{{.Version}}", "github.com/cloudwego/kitex"]).trim();
  return { package: go(kitexModule, ["list", "-m"]).trim(), version };
}

/** Every file of a module, its name before its text. */
function textsOf(module: string): readonly string[] {
  const names = readdirSync(module).sort();
  return names.flatMap((name) => [name, readFileSync(join(module, name), "utf8")]);
}

/** The licences of everything that is linked in, Go's own library included, as they ask for. */
function collectLicences(plugins: readonly PackedPlugin[]): string {
  const format = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}";
  const own = go(kitexModule, ["list", "-m"]).trim();
  const list = (module: string, packages: readonly string[]) =>
    go(module, ["list", "-deps", "-f", format, ...packages]).split("\n");
  const packages = plugins.map((plugin) => plugin.package).filter((path) => path !== own);
  const root = go(bufModule, ["env", "GOROOT"]).trim();
  const modules = new Set([...list(bufModule, packages), ...list(kitexModule, [own])]);
  const lines = [...modules].filter((line) => line !== "").sort();
  const parts = [`go ${root}`, ...lines].map((line) => {
    const folder = line.slice(line.lastIndexOf(" ") + 1);
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) throw new Error(`no licence in ${folder}`);
    const title = line.slice(0, line.lastIndexOf(" "));
    return `${title}\n${"=".repeat(title.length)}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return parts.join("\n\n");
}

function writeManifest({
  go: version,
  source,
  plugins,
}: Pick<PackManifest, "go" | "source" | "plugins">): void {
  const paths = [
    ...Object.values(plugins).map(({ file }) => file),
    licences,
    hostFile,
    thriftHostFile,
    programFile,
    ...readdirSync(join(pack, protosFolder), { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(pack.length + 1)
          .replaceAll("\\", "/"),
      ),
  ].sort();
  const files = Object.fromEntries(paths.map((path) => [path, sha256(readFileSync(join(pack, path)))]));
  const { version: packVersion } = JSON.parse(readFileSync(join(pack, "package.json"), "utf8"));
  const manifest: PackManifest = { version: packVersion, go: version, source, plugins, files };
  writeFileSync(join(pack, manifestPath), `${JSON.stringify(manifest, null, 2)}\n`);
}

function readLast(): PackManifest | undefined {
  const file = join(pack, manifestPath);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function go(module: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const result = spawnSync("go", args, {
    cwd: module,
    env: { ...process.env, GOWORK: "off", GOFLAGS: "", ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`go ${args.join(" ")}\n${result.stderr || result.error}`);
  return result.stdout;
}
