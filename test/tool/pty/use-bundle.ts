import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll } from "vitest";

const banner = `import { createRequire as $require } from "node:module"; const require = $require(import.meta.url);`;

/** Bundles a module for the tests of a file, so that Node runs it at once; says where it will be. */
export function useBundle(source: URL): { readonly path: string } {
  const bundle = { path: "" };
  beforeAll(async () => {
    const outdir = mkdtempSync(join(tmpdir(), "bundle-"));
    await build({
      entryPoints: { entry: fileURLToPath(source) },
      outdir,
      bundle: true,
      splitting: true,
      // CommonJS dependencies ask for Node's own modules with `require`.
      banner: { js: banner },
      legalComments: "none",
      platform: "node",
      format: "esm",
      outExtension: { ".js": ".mjs" },
    });
    bundle.path = join(outdir, "entry.mjs");
    return () => rmSync(outdir, { recursive: true });
  });
  return bundle;
}
