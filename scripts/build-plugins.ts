import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  hostFile,
  manifestPath,
  type PackedPlugin,
  type PackManifest,
  protosFolder,
  sha256,
} from "../generators/codegen/pack.ts";
import { findGo } from "./toolchain.mjs";

const pack = fileURLToPath(new URL("../plugins", import.meta.url));
const dist = join(pack, "dist");
const module = join(pack, "go");
const buildFlags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w"];
const licences = "dist/LICENSES.txt";

/** A plugin's own main package, at the version that plugins/go/go.mod pins. */
interface Tool {
  readonly package: string;
  readonly version: string;
}

const source = sha256(
  [...["go.mod", "go.sum"].map((name) => readFileSync(join(module, name), "utf8")), ...buildFlags].join("\n"),
);
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
    const file = `dist/${name}.wasm`;
    console.log(`plugins: ${name} ${tool.version}`);
    go(["build", ...buildFlags, "-o", join(pack, file), tool.package], { GOOS: "wasip1", GOARCH: "wasm" });
    plugins[name] = { ...tool, file };
  }
  writeFileSync(join(pack, licences), collectLicences(Object.values(plugins)));
  writeManifest({ go: found.version, source, plugins });
}

function tools(): readonly Tool[] {
  const lines = go(["list", "-f", "{{.ImportPath}} {{.Module.Version}}", "tool"]).trim().split("\n");
  return lines.map((line) => {
    const [path = "", version = ""] = line.split(" ");
    return { package: path, version };
  });
}

/** The licences of everything that is linked in, Go's own library included, as they ask for. */
function collectLicences(plugins: readonly PackedPlugin[]): string {
  const format = "{{with .Module}}{{.Path}} {{.Version}} {{.Dir}}{{end}}";
  const modules = go(["list", "-deps", "-f", format, ...plugins.map((plugin) => plugin.package)]);
  const root = go(["env", "GOROOT"]).trim();
  const lines = [...new Set(modules.split("\n"))].filter((line) => line !== "").sort();
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

function go(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const result = spawnSync("go", args, {
    cwd: module,
    env: { ...process.env, GOWORK: "off", GOFLAGS: "", ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`go ${args.join(" ")}\n${result.stderr || result.error}`);
  return result.stdout;
}
