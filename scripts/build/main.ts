/**
 * Writes dist/: `cli.js`, which knows the version and little else; `app.js`, our own code, and `more.js`, what few runs need of
 * it; `templates.js`, the compiled templates; `vendor/`, the heavy packages; `data/`. CommonJS, loaded with `require`: Node takes 6 ms to start its loader of
 * ES modules, and one more for each module.
 */
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { builtinData, templatesModule, writeData } from "./bundle-data.ts";
import {
  appExports,
  laterFromApp,
  moreExports,
  noEditor,
  packagesOutside,
  seldomFromMore,
  sharedExports,
  sharedFromApp,
  type VendorFiles,
  virtualEntry,
} from "./bundle-plugins.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const outdir = join(root, "dist");

const shared: BuildOptions = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20.17",
  // `import()` becomes `require`, still later.
  supported: { "dynamic-import": false },
  // Names stay, so that a stack in a bug report can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};

const inModules: BuildOptions = {
  ...shared,
  define: { "import.meta.url": "$url" },
  banner: { js: 'const $url=require("node:url").pathToFileURL(__filename).href;' },
};

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir);
writeFileSync(join(outdir, "package.json"), '{ "type": "commonjs" }\n');

const later = new Set<string>();
await build({ ...shared, entryPoints: ["generators/cli.ts"], plugins: [laterFromApp({ root, later })] });
chmodSync(join(outdir, "cli.js"), 0o755);

const packages: VendorFiles = new Map();
const app = appExports({ root, later });
const plugins = [seldomFromMore(root), packagesOutside(packages), builtinData()];
const dry = await build({
  ...inModules,
  entryPoints: { app: "entry:" },
  plugins: [virtualEntry(app, root), ...plugins],
  metafile: true,
  write: false,
});
const files = Object.keys(dry.metafile.inputs).filter((file) => /^generators\/.*\.ts$/.test(file));
await build({
  ...inModules,
  entryPoints: { app: "entry:" },
  plugins: [virtualEntry(`${app}\n${sharedExports(root, files)}`, root), ...plugins],
});
const plopfile = "generators/plopfile.ts";
await build({
  ...inModules,
  entryPoints: { more: "entry:" },
  plugins: [
    virtualEntry(moreExports({ root, plopfile }), root),
    sharedFromApp(root, files),
    packagesOutside(packages),
    builtinData(),
  ],
});
writeFileSync(
  join(outdir, "plopfile.js"),
  `module.exports = require("./more.js").modules[${JSON.stringify(plopfile)}]().default;\n`,
);

await build({
  ...shared,
  minify: true,
  entryPoints: { templates: "entry:" },
  plugins: [virtualEntry(templatesModule(root), root)],
});
for (const [file, specifiers] of packages) {
  const lines = [...specifiers]
    .sort()
    .map((specifier, index) => `import * as m${index} from ${JSON.stringify(specifier)};`);
  const table = [...specifiers].sort().map((specifier, index) => `${JSON.stringify(specifier)}: m${index}`);
  const contents = `${lines.join("\n")}\nexport const packages = { ${table.join(", ")} };`;
  await build({
    ...inModules,
    entryPoints: { [`vendor/${file}`]: "entry:" },
    plugins: [virtualEntry(contents, root), noEditor],
  });
}
writeData(root, join(outdir, "data"));

const sizes = readdirSync(outdir, { recursive: true, encoding: "utf8" })
  .map((file) => statSync(join(outdir, file)))
  .filter((stat) => stat.isFile())
  .map((stat) => stat.size);
process.stdout.write(
  `dist: ${sizes.length} files, ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024)} KiB\n`,
);
