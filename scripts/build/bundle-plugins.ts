import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Plugin } from "esbuild";

/** Packages that cost more to load than all our own code: outside of it, a file for each name. */
const outside: readonly (readonly [pattern: RegExp, file: string])[] = [
  [/^@bufbuild\/protobuf(\/|$)/, "protobuf"],
  [/^execa$/, "execa"],
  [/^handlebars$/, "handlebars"],
  [/^inquirer$/, "inquirer"],
  [/^node-plop$/, "node-plop"],
  [/^tar$/, "tar"],
];

/** What our own code imports of the packages outside, by file. */
export type VendorFiles = Map<string, Set<string>>;

/** A bundle whose entry is not a file. */
export function virtualEntry(contents: string, resolveDir: string): Plugin {
  return {
    name: "entry",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^entry:$/ }, ({ path }) => ({ path, namespace: "entry" }));
      onLoad({ filter: /.*/, namespace: "entry" }, () => ({ contents, resolveDir }));
    },
  };
}

interface Later {
  readonly root: string;
  /** Collects our own modules that are imported later. */
  readonly later: Set<string>;
}

/** In the command line's own bundle, what is imported later comes out of `app.js`. */
export function laterFromApp({ root, later }: Later): Plugin {
  return {
    name: "later",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/app\.js$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /[\\/]generators[\\/].*\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replace(
          /\bimport\("(\.{1,2}\/[^"]+\.ts)"\)/g,
          (_, specifier: string) => {
            const file = resolve(dirname(path), specifier);
            later.add(file);
            return `import("./app.js").then((app) => app.${exportName(root, file)})`;
          },
        ),
        loader: "ts",
        resolveDir: dirname(path),
      }));
    },
  };
}

/** The entry of `app.js`, as far as `cli.js` asks for it. */
export function appExports({ root, later }: Later): string {
  return [...later]
    .sort()
    .map((file) => `export * as ${exportName(root, file)} from ${JSON.stringify(file)};`)
    .join("\n");
}

/** Our own modules that few runs need, each imported later: `more.js`, as Node reads all of a bundle before it runs any of it. */
const seldom: readonly string[] = [
  "tools/describe-tools",
  "commands/add/add",
  "commands/terminal/create-asker",
  "commands/doctor/doctor",
  "commands/generate/generate",
  "commands/list/list",
  "commands/generator/run-with-plop",
  "evolve/add-generators",
  "codegen/own-idl",
].map((name) => `generators/${name}.ts`);

/** In `app.js`, what is needed seldom comes out of `more.js`. */
export function seldomFromMore(root: string): Plugin {
  return {
    name: "seldom",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/more\.js$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /\.ts$/ }, ({ path, kind, resolveDir }) => {
        const name = relative(root, resolve(resolveDir, path)).replaceAll("\\", "/");
        return kind === "dynamic-import" && seldom.includes(name)
          ? { path: name, namespace: "seldom" }
          : undefined;
      });
      onLoad({ filter: /.*/, namespace: "seldom" }, ({ path }) => ({
        contents: `module.exports = require("./more.js").modules[${JSON.stringify(path)}]();`,
      }));
    },
  };
}

/** The entry of `more.js`: each of these modules, when it is asked for. */
export function moreExports({
  root,
  plopfile,
}: {
  readonly root: string;
  readonly plopfile: string;
}): string {
  return table("modules", root, [...seldom, plopfile]);
}

/** What other bundles may ask `app.js` for: each of its own modules, so that there is one of each in a process. */
export function sharedExports(root: string, files: readonly string[]): string {
  return table("shared", root, files);
}

function table(name: string, root: string, files: readonly string[]): string {
  const rows = files.map(
    (file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(join(root, file))})`,
  );
  return `export const ${name} = {\n${rows.join(",\n")}\n};`;
}

/** In `more.js`, the modules of `app.js` come out of that. */
export function sharedFromApp(root: string, files: readonly string[]): Plugin {
  const known = new Set(files.filter((file) => !seldom.includes(file)));
  return {
    name: "shared",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/app\.js$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => {
        const name = relative(root, resolve(resolveDir, path)).replaceAll("\\", "/");
        return known.has(name) ? { path: name, namespace: "shared" } : undefined;
      });
      onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({
        contents: `module.exports = require("./app.js").shared[${JSON.stringify(path)}]();`,
      }));
    },
  };
}

function exportName(root: string, file: string): string {
  return relative(root, file).replace(/\W/g, "_");
}

/** Leaves the heavy packages out of a bundle: each import becomes a look into its file in `vendor/`, when it is first needed. */
export function packagesOutside(found: VendorFiles): Plugin {
  return {
    name: "packages",
    setup({ onResolve, onLoad }) {
      for (const [filter, file] of outside) {
        onResolve({ filter, namespace: "file" }, ({ path, importer }) => {
          if (importer.includes("node_modules")) return undefined;
          const specifiers = found.get(file) ?? new Set();
          found.set(file, specifiers.add(path));
          return { path, namespace: `vendor-${file}` };
        });
        onLoad({ filter: /.*/, namespace: `vendor-${file}` }, ({ path }) => ({
          // What these packages have beside a default export, we don't use.
          contents: `const all = require("./vendor/${file}.js").packages[${JSON.stringify(path)}];
module.exports = "default" in all ? all.default : all;`,
        }));
      }
      onResolve({ filter: /^\.\/vendor\// }, ({ path }) => ({ path, external: true }));
    },
  };
}

/** inquirer's question that opens an editor is never asked, and brings half a megabyte of character tables. */
export const noEditor: Plugin = {
  name: "no-editor",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@inquirer\/)?external-editor$/ }, ({ path }) => ({
      path,
      namespace: "no-editor",
    }));
    onLoad({ filter: /.*/, namespace: "no-editor" }, () => ({
      contents:
        "const none = () => { throw new Error('no editor'); };\nexport { none as edit, none as editAsync, none as ExternalEditor };",
    }));
  },
};
