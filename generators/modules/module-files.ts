import type { TextFile } from "../files/text-file.ts";
import { prefixesOf } from "../idl/known-imports.ts";
import type { IdlModel } from "../idl/model.ts";
import type { Facts, LayerManifest } from "../layers/manifest.ts";
import { type LockedFiles, lockedFiles, type ModuleLock, serviceKey, toolsKey } from "./module-lock.ts";
import { addRequirements, addSums } from "./requirements.ts";

interface ModuleSources {
  readonly lock: ModuleLock;
  readonly module: string;
  readonly facts: Facts;
  readonly idl: Pick<IdlModel, "sample" | "knownImports">;
  readonly manifests: readonly LayerManifest[];
}

/** go.mod and go.sum of the service, and of `tools/` when a layer wants a tool there: complete and tidy. */
export function moduleFiles({ lock, module, facts, idl, manifests }: ModuleSources): readonly TextFile[] {
  const service = serviceFiles({ lock, facts, prefixes: idl.sample ? [] : prefixesOf(idl.knownImports) });
  const requires = manifests.flatMap((manifest) => manifest.require);
  const sums = manifests.flatMap((manifest) => manifest.sum);
  const files = [
    { path: "go.mod", content: `module ${module}\n${addRequirements(service.mod, requires)}` },
    { path: "go.sum", content: addSums(service.sum, sums) },
  ];
  const key = toolsKey(manifests);
  if (key === "") return files;
  const tools = lockedFiles(lock, "tools", key);
  return [
    ...files,
    { path: "tools/go.mod", content: `module ${module}/tools\n${tools.mod}` },
    { path: "tools/go.sum", content: tools.sum },
  ];
}

interface ServiceSources extends Pick<ModuleSources, "lock" | "facts"> {
  /** What the IDL imports, as `prefixesOf` names it. */
  readonly prefixes: readonly string[];
}

/**
 * Returns the locked files of a service with the modules that its IDL imports: exactly what `go mod tidy` would write. Adding
 * the lines is enough, because a service and an import require the same version of each module that both require.
 */
export function serviceFiles({ lock, facts, prefixes }: ServiceSources): LockedFiles {
  const base = lockedFiles(lock, "services", serviceKey(facts));
  const added = prefixes.map((prefix) => lockedFiles(lock, "imports", prefix));
  const lines = (text: string) => text.split("\n").flatMap((line) => line.trim() || []);
  return {
    mod: addRequirements(
      base.mod,
      added.flatMap(({ mod }) => lines(mod)),
    ),
    sum: addSums(
      base.sum,
      added.flatMap(({ sum }) => lines(sum)),
    ),
  };
}
